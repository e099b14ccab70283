from hypothesis import settings

# How long an example takes depends on the machine.
settings.register_profile("claimx", deadline=None)
settings.load_profile("claimx")
