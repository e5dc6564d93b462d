# Why a case goes where it goes: operators read it beside the case, planners in `ess route`.
route-no-place = The place is not known yet: 1300 looks after the case
route-bad-point = The coordinates cannot be used: ask the reporter to send the position again
route-swapped = Latitude and longitude were exchanged and have been put right: please confirm with the reporter
route-inside = In { $district }, { $province }, by the boundaries
route-inside-province = In { $province }, by the boundaries
route-snapped = { $metres } m outside every boundary (coast, pier or island): taken to the nearest area
route-border = Within { $km } km of the line to { $province }: both told
route-address-disagrees = The address says { $said } but the point lies in { $province }: please check
route-address-far = The address says { $said } but the point is nearest to the seat of { $province } ({ $km } km): both told, and the reporter is asked
route-outside = { $km } km outside Thailand, nearest to { $province }: ask whether the reporter is in Thailand
route-outside-address = But the address says { $said }
route-abroad = At sea or abroad, { $km } km from { $province }: 1300 looks after the case
route-by-address = { $province }, by the words of the address
route-by-choice = { $province }, chosen by the reporter
route-by-operator = { $province }, set by an operator
route-by-seat = No boundaries are loaded; the nearest provincial seat is { $province } ({ $km } km): told at once, and the reporter is asked for the province
route-address-unclear = The address fits several areas: the reporter is asked for the province
route-address-unknown = The address names no area that is known
route-queue-only = No field office has the case: 1300 looks after it
route-no-centre = No unit in { $province } takes this kind of case: 1300 looks after it
route-owner = { $centre } is responsible
route-owner-near = { $centre } is responsible, { $km } km away
route-closed = { $centre } is outside its hours or temporarily closed
route-overflow = { $centre }, open and { $km } km away, is told as well
route-always = { $centre }, which hears of every case of the province, is told
route-local = { $centre }, { $km } km from the place, is told as well
route-neighbour = { $centre } ({ $province }) is told as well: whoever accepts first has the case
route-boat = The place is on an island and { $centre } is not on it: a boat may be needed
route-moved-away = This case now belongs to { $centre }, because the place has changed

# Short marks beside the place.
route-flag-swapped = Coordinates swapped
route-flag-snapped = Taken to the nearest area
route-flag-border = Near a province line
route-flag-address_disagrees = Address disagrees
route-flag-approximate = Province approximate
route-flag-outside = Outside Thailand
route-flag-abroad = Abroad or at sea
route-flag-no_location = Place unknown
route-flag-island = On an island
route-flag-boat = Boat may be needed
route-flag-closed = Office closed

# The one question that settles the place.
place-which = Which place do you mean? Tap one.
place-confirm = Is this the place?
place-province = Several provinces have a place of this name. Which province? Tap one or type its name.
place-hidden_link = This link does not tell us the position. Please share your location, or type the district and province.
place-in-thailand = The position you sent is outside Thailand. Are you in Thailand now?
