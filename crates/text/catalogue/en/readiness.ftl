# What a role card does to people before it is saved, who is ready for it, and the days to put it off.

admin-reason-locks-out = People who come in today could no longer sign in: { $what }. Type the card's name to save it all the same.
admin-reason-cuts-you-off = After that you could no longer sign in, or no longer change it back. Somebody else has to do it.
