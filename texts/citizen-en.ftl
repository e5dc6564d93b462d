# Everything a reporter sees. Short, polite, no promises.

neutral-alt = New message
neutral-line = There is a message for you
neutral-read = Read on
neutral-nothing = No new messages
sender-staff = Staff

greeting-title = Drop a pin, stop the harm
greeting-back = Good to see you again
greeting-body = Report violence or danger to you or people around you here, day and night. Just tap or type: no need to speak. It is free and confidential.
greeting-hint = In danger and able to call? Call 191 now.
button-report = Report
button-status = My reports
button-call-191 = Call 191 (police)
button-call-1300 = Call 1300
button-other-language = ภาษาไทย
button-person = Talk to a person
button-tell = Tell about something else
button-skip = Skip
button-back = Back
button-cancel = Cancel
button-clear = Clear screen
button-yes = Yes
button-no = No
button-unsure = Not sure
button-location = Send location
button-camera = Camera
button-album = Choose photo
button-change = Not here

incident-assault = Hurt or threatened
incident-confinement = Locked in or held
incident-sexual_abuse = Sexual abuse, or at risk of it
incident-violent_disturbance = Someone raging or out of control
incident-gathering = A gathering causing trouble
incident-unsure = Not sure / other

ask-incident = What is happening? Tap the closest, or type its number.
ask-incident-again = Your message has arrived. Which is closest? Tap it, or type its number.
ask-place = Where is it? Send a location, or type an address or province.
ask-place-again = Please add the district or province: type it, tap one, or skip.
ask-place-which = Which province do you mean? Tap it, or type its number.
ask-in_danger = Is anyone in danger right now?
ask-in_danger-options = 1 Yes · 2 No · 3 Not sure
ask-story = Anything to add? Type, or send a picture, voice or video. If not, tap Skip.
sent-as = Sent to 1300 as { $number }

understood-incident = Noted: { $incident }
understood-place = Place noted: { $place }
understood-place-bare = Place noted.
understood-place-swapped = The two numbers were swapped; read as { $place }. Tap to change.
understood-place-outside = This place is outside Thailand. If it is in Thailand, tap the province.
understood-province = Which province is it? Tap one if it is not { $place }.

danger-title = Your message has arrived
danger-body = If you can call, call 191 now. If not, stay near an exit and away from anything sharp as far as you can, and keep typing or send your location here.

receipt-title = Report { $number } received
receipt-told-centre = Sent to { $centre } and the 1300 hotline
receipt-told-1300 = Sent to the 1300 hotline
receipt-next = Answers from our staff will appear here. You can add words or pictures at any time.
receipt-unstaffed = Nobody is at the desk right now, so an answer may take longer. If you can call, 1300 is open day and night.
receipt-busy = Many people are reporting right now, so an answer may take longer than usual. The most dangerous reports come first.
receipt-five = If nobody answers within 5 minutes, call 191 or 1300 if you can.

same-or-new = You already have report { $number }. Is this the same or a new one? (No answer means the same.)
button-same = The same
button-new = A new one

anyone-in-danger = Is anyone in danger right now?
no-danger = Thank you for telling us. You can tap Report at any time.
place-unreadable = That location could not be read. Please send it again, or type the address.
cancel-heard = We stopped asking. Report { $number } stays, and staff can still see it. To go on, tap Report or just type.
relayed = Passed on to our staff.
danger-heard = Received. This message is on the 1300 screen now. If you can call, call 191.
truth = Nobody has answered report { $number } yet. We are sorry. If you can, call 191 or 1300. Our staff are still being alerted.
officer-has-it = A local officer has taken report { $number }.
safe-heard = Thank you. The report is closed. Tap Report whenever you need help again.
again-heard = Report { $number } is open again and back on our staff's screen. If you are in danger and can call, call 191 now.
welfare-title = Rights and welfare
welfare-body = Ask here about public welfare for you and your family.
welfare-children = Children: the child support grant
welfare-elders = Older people: the old-age allowance
welfare-disability = People with disabilities: the disability card and allowance
welfare-families = Families: help for those with a low income or in hardship
welfare-ask = Type what you would like to know, or call 1300 at any hour.
welfare-parting = To delete this chat, press and hold it in the list and choose delete (some history may remain).
insisted = Staff noted this differently from what you tapped. Use your answer?
button-keep-mine = Use my answer

closing = Staff would like to close report { $number }. Are you safe now?
button-safe = I am safe, close it
button-again = I am not safe

status-none = You have no reports here.
status-title = Your reports
status-started = You have started. Type or tap Report to go on.
status-open = Sent to the 1300 hotline, nobody has it yet
status-answered = A member of staff has it. You can type here.
status-spoken = Staff have answered you. You can go on typing here.
status-taken = A local officer has taken it
status-on_the_way = The officer says they are on the way
status-on_scene = The officer says they have arrived
status-done = The local officer says they have dealt with it
status-closing = Waiting to be closed. If you are not safe, just type.
status-unreachable = Staff have not been able to reach you. Just type here.
status-closed = Closed

blind-line = Received. It cannot be answered here just now. You can call at any hour.
numbers-title = Call somebody
numbers-medical = Medical emergency: call 1669
numbers-fire = Fire: call 199
numbers-self_harm = Thank you for telling us. You do not have to face this alone. The mental health hotline 1323 listens day and night. Your message has reached our 1300 staff: you can type here.
numbers-child_line = Child helpline: call 1387
numbers-tourist = Tourist police: call 1155
numbers-police = Police: call 191
numbers-all =
    Police 191
    Medical emergency 1669
    Fire 199
    Mental health 1323
    Anything social 1300
button-call = Call { $number }
