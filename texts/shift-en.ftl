# Presence, breaks, and what is passed on before somebody goes: nothing stays with who is not there
console-roll-title = Who is at 1300
console-roll-present = Present
console-roll-resting = { $n } on break
console-roll-nobody = Nobody present
console-roll-nobody-more = Nobody is at 1300 now. New cases go to the supervisors at once
console-roll-here = present
console-roll-until = on break until { $time }

console-rest = Break
console-rest-lead = While on a break you do not count as present
console-rest-minutes = { $n } minutes
console-resting = You are on a break until
console-resting-more = and do not count as present
console-resting-over = Your break is over. You count as present again
console-rest-back = I am back

console-leave-title-out = Pass on your cases before signing out
console-leave-title-rest = Pass on your cases before your break
console-leave-lead = You still hold conversations in { $n } case(s). Choose who goes on, or give them back to the queue
console-leave-nothing = You hold no conversation
console-leave-nobody = No colleague is present. Your cases go back to the queue, and new ones to the supervisors at once
console-leave-again = Some cases could not be passed on. Try again, or give all back to the queue
console-leave-heard = the reporter last wrote { $ago } ago
console-leave-opened = opened { $ago } ago
console-leave-unread = { $n } unread
console-leave-to = Who goes on
console-leave-note = Note for who goes on
console-leave-note-hint = e.g. waiting for the field, call back after 20:00
console-leave-queue-out = Give all back and sign out
console-leave-queue-rest = Give all back, then break
console-leave-chosen-out = Pass on as chosen and sign out
console-leave-chosen-rest = Pass on as chosen, then break
console-leave-now-out = Sign out
console-leave-now-rest = Begin the break
console-leave-stay = Stay

console-colleagues-here = Present
console-colleagues-away = On break or away: it would come back to the queue

console-passed-you = { $by } handed this to you
console-passed-other = { $by } handed this to { $to }
console-passed-queue = { $by } gave this back to the queue
