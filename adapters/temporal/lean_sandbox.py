"""Run workflows in Temporal's sandbox, without what our payloads have no use for."""

from typing import Any

from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.workflow import Info


class LeanRunner(WorkflowRunner):
    """Any runner, for a data converter that knows no contexts.

    For every payload of a workflow the SDK asks several times, inside the sandbox, in which
    context it is converted; only codecs and converters `with_context` want to know. Asking
    was a fifth of the worker's time for a lead.
    """

    def __init__(self, runner: WorkflowRunner) -> None:
        self._runner = runner

    def prepare_workflow(self, defn: Any) -> None:
        self._runner.prepare_workflow(defn)

    def set_worker_level_failure_exception_types(self, types: Any) -> None:
        self._runner.set_worker_level_failure_exception_types(types)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _LeanInstance(self._runner.create_instance(det))


class _LeanInstance(WorkflowInstance):
    def __init__(self, instance: WorkflowInstance) -> None:
        self._instance = instance

    def activate(self, act: Any) -> Any:
        return self._instance.activate(act)

    def get_serialization_context(self, command_info: Any) -> None:
        del command_info

    def get_external_store_context(
        self, command_info: Any
    ) -> StorageDriverStoreContext:
        del command_info
        return _NO_STORE

    def get_info(self) -> Info:
        return self._instance.get_info()

    def get_thread_id(self) -> int | None:
        return self._instance.get_thread_id()


_NO_STORE = StorageDriverStoreContext()
