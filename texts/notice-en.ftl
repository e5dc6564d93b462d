# What goes out by e-mail, SMS and webhooks, and the page behind its link. Never a word of the reporter.

notice-second_path = Case { $number }: nobody has taken it yet
notice-undelivered = Case { $number }: LINE could not deliver the alert, so it comes this way
notice-supervisor = Case { $number }: nobody in the field has taken it
notice-conversation = Case { $number }: the reporter is waiting for an answer
notice-unstaffed = Case { $number }: nobody of 1300 is at the desk now
notice-test = Alert test, not an incident
notice-red = A destination of { $note } did not answer its test alert
notice-bound = Another LINE account was bound to office { $note }
notice-quota = { $note } % of the LINE messages of this month are used
notice-auditor = The auditor found something to look at: { $note }
notice-acknowledge = Open the link and press the button to acknowledge
ack-title = Acknowledge
ack-ask = Case { $number } was sent to { $name }. Press the button when somebody has it in hand: nobody else is paged then.
ack-ask-supervisor = Case { $number } was sent to { $name }. Press the button when you know: offices are paged on.
ack-button = Acknowledge
ack-done = Acknowledged, thank you
ack-bad = This link is not valid, or no longer
