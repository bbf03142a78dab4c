from hypothesis import settings

# A machine that is shared is slow at times; that is no fault of the example.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
