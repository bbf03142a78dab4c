from uuid import uuid4

from workflows.qualifying import decision_id


def test_a_pass_begun_anew_with_the_same_hand_raises_is_the_same_decision() -> None:
    of_pass, first, second = uuid4(), uuid4(), uuid4()

    one, again = (
        decision_id(of_pass, {first, second}),
        decision_id(of_pass, {second, first}),
    )

    assert one == again


def test_one_more_hand_raise_since_then_makes_it_another_decision() -> None:
    of_pass, first, second = uuid4(), uuid4(), uuid4()

    before, after = decision_id(of_pass, {first}), decision_id(of_pass, {first, second})

    assert before != after
