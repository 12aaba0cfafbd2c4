### What goes wrong, said plainly: what happened, and what the person can do.

error-unknown-workspace = Vice Versa is not installed in this workspace, so I cannot act here. Whoever looks after your Slack apps can install it.
error-not-saved = That did not reach us, and nothing was saved. What you typed is still here: please try again in a minute.
error-trouble = Something is broken on our side, and I could not do that. Nothing was changed. Please try again in a minute.

field-empty = Choose at least one.
field-too-long = At most { $most }, please.
field-day-too-short = A working day has to end at least two hours after it starts.
field-unknown-topic = One of these topics is no longer in the list. Please choose again.

unknown-command = I don't know “{ $word }”.
unknown-nothing = I did not understand that.
unknown-length = “{ $words }” is not a length I understand. Try `/mentor pause 2w`, `/mentor pause until friday` or `/mentor pause until 2027-01-15`.
unknown-date-past = { $date } is over, or is today. A pause ends on a later day.
unknown-nobody = I need to know whom. Type `@` at the end and pick the person from Slack's list.
unknown-several = One person at a time, please.
unknown-nearest = Did you mean `/mentor { $command }`?
unknown-help = `/mentor help` shows everything I can do. Only you can see this.
