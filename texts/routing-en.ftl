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

# Importing boundaries.
boundaries-no-file = { $file } does not exist
boundaries-too-big = { $file } has { $mb } MB, more than the { $most } MB that are taken: it was not read
boundaries-empty-file = { $file } is empty
boundaries-broken-zip = The zip file { $file } is damaged or has a password
boundaries-unknown-format = No boundary file (.shp or .geojson) in { $file }
boundaries-bad-json = { $file } is not valid JSON (line { $line })
boundaries-not-geojson = { $file } is not a GeoJSON FeatureCollection
boundaries-no-dbf = { $file } is missing: it holds the codes of the areas and belongs beside the .shp
boundaries-broken-shapefile = The shapefile { $file } is cut short or damaged
boundaries-no-column = No column holds province or district codes; there are { $columns }. Name one with --code-column
boundaries-no-column-named = There is no column { $column }; there are { $columns }
boundaries-no-shapes = { $file } holds no shapes
boundaries-projected = The coordinates are not latitude and longitude ({ $system }): convert the file to WGS 84 (EPSG:4326)
boundaries-swapped = Latitude and longitude are exchanged in the whole file: in GeoJSON the first number is the longitude
boundaries-wrong-country = The areas lie around { $lat }, { $lon }, which is not Thailand
boundaries-row-code = Row { $row }: "{ $value }" in column { $column } is no Thai province or district code
boundaries-row-shape = Row { $row } ({ $value }): no shape, or one that cannot be read
boundaries-row-kind = Row { $row } ({ $value }): a { $kind }, not an area
boundaries-row-abroad = Row { $row } ({ $value }): lies outside Thailand
boundaries-more-rows = and { $count } more rows
boundaries-missing-provinces = { $count } provinces are missing: { $provinces }
boundaries-missing-districts = { $count } districts are missing: { $districts }
boundaries-extra-districts = { $count } districts are not on the list: { $districts }
boundaries-seat-outside = The seat of { $province } is not inside its own province (it lies in { $inside })
boundaries-overlap = { $one } and { $two } share { $km2 } km²
boundaries-slivers = Slivers of overlap, { $km2 } km² together
boundaries-gap = { $km2 } km² at { $lat }, { $lon } belong to no district
boundaries-gaps = { $count } small gaps, { $km2 } km² together
boundaries-repaired = { $count } rows had invalid shapes and were repaired

# Importing centres.
centre-file-too-big = The file has { $mb } MB, more than the { $most } MB that are taken
centre-file-not-csv = This is not a CSV file that can be read
centre-file-empty = The file names no centre
centre-file-columns = The columns { $missing } are missing; there are { $columns }
centre-file-too-long = { $rows } rows, more than the { $most } that are taken
centre-too-many-cells = { $cells } cells, but the header has { $columns } columns
centre-twice = the code stands in line { $line } already
centre-empty = must not be empty
centre-too-long = longer than { $most } characters
centre-odd-text = holds characters that cannot be used, or begins with = + - @
centre-bad-code = a code is made of A-Z a-z 0-9 . _ - and has at most 32 characters
centre-bad-kind = no such kind; there are { $kinds }
centre-bad-province = no such province: give a code such as TH-92 or the name
centre-bad-district = no such district in { $province }
centre-bad-number = not a number, or latitude or longitude without the other
centre-not-in-thailand = the position is not in Thailand
centre-swapped = latitude and longitude are exchanged
centre-far-from-seat = the position is { $km } km from the seat of { $province }, too far to be in the province
centre-other-province = the position lies in { $inside }, not in { $province }
centre-bad-phone = no Thai phone number, or a made-up one (1300, or nine or ten digits beginning with 0)
centre-bad-hours = opening hours "{ $part }" are not understood: use 24h, office, or such as Mo-Fr 08:30-16:30; PH off
centre-bad-incident = no such kind of incident "{ $word }"; there are { $incidents }
centre-bad-yes-no = use yes or no
centre-bad-date = give a date such as 2026-01-31
