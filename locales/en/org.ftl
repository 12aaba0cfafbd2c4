### A file of people: what it changes, and what is wrong with it. The command line and the direct message say the same.

## What it changes

org-people = { $count ->
    [one] 1 person in the file
   *[other] { $count } people in the file
}
org-sums = { $people }: { $sums }.
org-sums-earlier = { $people }: { $sums }; { $gone } kept from an earlier file.
org-sum-to-add = { $count } to be added
org-sum-added = { $count } added
org-sum-to-change = { $count } to be changed
org-sum-changed = { $count } changed
org-sum-unchanged = { $count } unchanged
org-sum-absent = { $count } not in Slack
org-to-add = To be added:
org-added = Added:
org-to-change = To be changed:
org-changed = Changed:
org-absent = Not in Slack, so nothing is kept about them. Whoever reports to them counts as reporting to the next above:
org-gone = Not in this file. What an earlier one said of them is kept:
org-notices = Please look:
org-more = and { $count } more
org-entry = line { $line }, { $who }: { $what }
org-nothing-known = nothing known
org-unknown = unknown
org-field = { $field } { $value }
org-field-change = { $field } { $old } → { $new }
org-absent-not-in-slack = no such account
org-absent-deactivated = the account is deactivated
org-absent-bot = a bot
org-absent-stranger = of another organisation

## What the reader should look at

org-notice-encoding = the file is not UTF-8 and was read as { $name }; look whether the names are right
org-notice-column = column { $number } (“{ $heading }”) means nothing to the bot and was ignored.
org-notice-column-meant = { org-notice-column } Did you mean “{ $meant }”?
org-notice-manager = “{ $said }” is neither in the file nor in Slack, so the manager is unknown

## Where something is wrong

org-at-line = line { $line }: { $what }
org-at-cell = line { $line }, column { $number } ({ $heading }): { $what }

## What is wrong

org-wrong-too-large = it is larger than { $most } MiB; keep only the columns that are used
org-wrong-too-many-rows = it has more than { $most } rows; split it
org-wrong-not-text = it is no text file; save it as CSV in UTF-8
org-wrong-workbook = it is a spreadsheet; save it as CSV first
org-wrong-no-rows = it is empty: a row of headings and a row for each person are needed
org-wrong-unclosed-quote = a quotation mark opens here and is never closed
org-wrong-no-people = nothing says who the people are; the first row needs a heading “email” or “slack id”
org-wrong-same-column = column { $other } is the { $column } as well; keep one of them
org-wrong-too-many-cells = { $cells } cells, but only { $headings } headings; does a text with the separator lack its quotation marks?
org-wrong-several-lines = the cell goes over several lines; is a quotation mark not closed?
org-wrong-no-person = neither an e-mail address nor a Slack id
org-wrong-not-a-person = “{ $said }” is neither an e-mail address nor a Slack id
org-wrong-same-person = the same person as on line { $other }; keep one of them
org-wrong-too-long = longer than { $most } characters
org-wrong-level = “{ $said }” is no level; use { $known }, or leave the cell empty
org-wrong-level-meant = “{ $said }” is no level; did you mean { $meant }?
org-wrong-function = “{ $said }” is no function; use { $known }, or leave the cell empty
org-wrong-function-meant = “{ $said }” is no function; did you mean { $meant }?
org-wrong-zone = “{ $said }” is no time zone; use an IANA name such as Europe/London
org-wrong-zone-meant = “{ $said }” is no time zone; did you mean { $meant }?
org-wrong-several-managers = “{ $said }” is the name of several people (lines { $lines }); write an address or a Slack id
org-wrong-own-manager = a person cannot report to themselves; leave the cell empty at the top
org-wrong-circle = the reporting line comes back to where it began: { $line }
org-circle-step = { $who } (line { $line })
org-circle-step-earlier = { $who } (from an earlier file)
