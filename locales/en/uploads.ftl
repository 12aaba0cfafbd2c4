### A file of people, sent to the bot by an admin.

## What it would change

upload-proposed = *This is what { $file } would change.* Nothing is changed yet.
upload-changed = *Nothing was applied: what { $file } would change is no longer what you saw.* This is the difference now.
upload-nothing = *{ $file } changes nothing.* All it says is known already.
upload-applied = *Applied.* It holds from the next round on. To go back, send me the former file. Whoever is new in this one stays known.
upload-left = Nothing was changed, and { $file } is put aside. Send it again whenever you like.
upload-lapsed = Nothing was changed: { $file } waited for a week. Send it again for a fresh look.
upload-apply = Apply
upload-leave = Leave it
upload-quiet = Nobody is told, and I keep no copy of the file.
upload-file = “{ $name }”
upload-some-file = the file

## What keeps it from being taken

upload-faulty = *I cannot take { $file } yet, and nothing was changed:*
upload-faulty-next = Mend the file and send it again.
upload-not-admin = The only file I open is a list of people, and only from an admin or owner of this workspace. I have left this one closed; one of them can send it to me.
upload-other-kind = I take one kind of file: a list of people as CSV, such as your HR system or a spreadsheet exports. Its first row is like this:
upload-header = email,name,manager,team,function,level,zone
upload-header-note = Only the e-mail address is needed, or a “slack id” in its place. An empty cell means unknown.
upload-too-large = { $file } is larger than { $most } MB, and nothing was changed. Keep only the columns I use, and send it again:
upload-gone = { $file } is no longer there, so nothing was changed. Please send it again.
upload-no-scope = I may not open files here: the app lacks files:read. Nothing was changed. Whoever runs the app can add the scope under OAuth & Permissions and install it again; then send me the file once more.
upload-unreachable = Slack did not hand me { $file } or did not say who is who, so nothing was changed. Please try again in a few minutes.
upload-addresses-hidden = { $file } names people by e-mail addresses, and the app lacks users:read.email, so nothing was changed. Whoever runs the app can add the scope and install it again, or name people by a column “slack id”.

## After a click

upload-applying = I read the file once more and apply it. The message above changes when that is done.
upload-look-again = What you saw is no longer what would change. Please look at the message as it is now.
upload-over = This file is settled already. Send it again for a fresh look.
