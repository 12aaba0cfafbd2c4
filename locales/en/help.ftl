### What `/mentor help` shows: one line for each command.

help-intro = *Vice Versa* pairs you with another manager for an honest talk about something one of you is in the middle of. You ask, they advise, and next time the other way round.
help-taking-part = *Taking part*
    `/mentor join` · tell me what you seek and offer, and be paired
    `/mentor profile` · change what you told me
    `/mentor try nudges` · one more kind of mentoring (`peer`, `reverse`, `advice`)
    `/mentor home` · see where everything stands
help-breaks = *Taking a break*, never with a reason
    `/mentor skip` · sit out the next round (`unskip` takes it back)
    `/mentor pause 2w` · or `pause until friday`, or `pause` with no end
    `/mentor resume` · come back
    `/mentor leave` · stop taking part
help-asking = *Asking and offering*
    `/mentor ask` · get advice on one problem from somebody who has been there (`ask how do I …` to start with your words)
    `/mentor offer delegation` · say what others may ask you about
help-nudges = *One small ask each week*
    `/mentor nudge` · how it stands (`nudge conflict` chooses a theme, `nudge rotate` lets them take turns, `nudge off` and `on`)
help-talks = *Your talks*
    `/mentor prompt` · a question worth talking about, right now (`prompt conflict` or your own words choose, `prompt read conflict` lists what to read)
    `/mentor share` · tell a channel one thing you learned
    `/mentor why` · why you two (`why @person`: why not them)
    `/mentor history` · whom you met, and what you meant to try
    `/mentor never @person` · never be paired with somebody; only you know (`never` lists, `allow @person` takes it back)
help-data = *Your data*
    `/mentor privacy` · what is kept, and for how long
    `/mentor export` · everything kept about you
    `/mentor forget me` · erase it all
help-note = Whatever you type after `/mentor` is seen by you alone.
