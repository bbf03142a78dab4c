"""Why a lead stands where it does, from what is stored."""
