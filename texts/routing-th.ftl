# เหตุผลของการส่งเรื่อง: ผู้ปฏิบัติงานอ่านในหน้ารายละเอียดของเรื่อง
route-no-place = ยังไม่ทราบสถานที่ ส่งให้ 1300 ดูแลก่อน
route-bad-point = พิกัดที่ส่งมาใช้ไม่ได้ ขอให้ผู้แจ้งส่งตำแหน่งอีกครั้ง
route-swapped = พิกัดสลับละติจูดกับลองจิจูด ระบบสลับกลับให้แล้ว โปรดยืนยันกับผู้แจ้ง
route-inside = อยู่ใน{ $district } จังหวัด{ $province } ตามเขตการปกครอง
route-inside-province = อยู่ในจังหวัด{ $province } ตามเขตการปกครอง
route-snapped = จุดอยู่นอกแนวเขต { $metres } เมตร (ชายฝั่ง ท่าเรือ หรือเกาะ) จึงนับรวมกับพื้นที่ที่ใกล้ที่สุด
route-border = ห่างจากแนวเขตจังหวัด{ $province } { $km } กม. จึงแจ้งทั้งสองจังหวัด
route-address-disagrees = ข้อความที่อยู่บอกว่าเป็นจังหวัด{ $said } แต่พิกัดอยู่ในจังหวัด{ $province } โปรดตรวจสอบ
route-address-far = ข้อความที่อยู่บอกว่าเป็นจังหวัด{ $said } แต่พิกัดใกล้ตัวจังหวัด{ $province } ({ $km } กม.) จึงแจ้งทั้งสองจังหวัด และให้ผู้แจ้งเลือก
route-outside = จุดอยู่นอกเขตประเทศไทย { $km } กม. จังหวัดที่ใกล้ที่สุดคือ{ $province } ถามผู้แจ้งว่าอยู่ในประเทศไทยหรือไม่
route-outside-address = แต่ข้อความที่อยู่บอกว่าเป็นจังหวัด{ $said }
route-abroad = จุดอยู่ในทะเลหรือต่างประเทศ ห่างจากจังหวัด{ $province } { $km } กม. ส่งให้ 1300 ดูแล
route-by-address = ทราบจังหวัด{ $province } จากข้อความที่อยู่
route-by-choice = ผู้แจ้งเลือกจังหวัด{ $province } เอง
route-by-operator = เจ้าหน้าที่ระบุจังหวัด{ $province }
route-by-seat = ยังไม่มีแนวเขตจังหวัดในระบบ ตัวจังหวัดที่ใกล้ที่สุดคือ{ $province } ({ $km } กม.) แจ้งที่นั่นก่อน และให้ผู้แจ้งเลือกจังหวัด
route-address-unclear = ข้อความที่อยู่ตรงกับหลายพื้นที่ ให้ผู้แจ้งเลือกจังหวัด
route-address-unknown = ข้อความที่อยู่ไม่มีชื่อพื้นที่ที่รู้จัก
route-queue-only = ยังไม่มีหน่วยงานพื้นที่รับเรื่อง 1300 ดูแลโดยตรง
route-no-centre = ไม่มีหน่วยงานในจังหวัด{ $province } ที่รับเหตุลักษณะนี้ 1300 ดูแลโดยตรง
route-owner = { $centre } เป็นหน่วยงานรับผิดชอบ
route-owner-near = { $centre } เป็นหน่วยงานรับผิดชอบ ห่าง { $km } กม.
route-closed = { $centre } อยู่นอกเวลาทำการหรือปิดชั่วคราว
route-overflow = แจ้ง{ $centre } ซึ่งเปิดอยู่และห่าง { $km } กม. ด้วย
route-always = แจ้ง{ $centre } ซึ่งต้องทราบทุกเรื่องของจังหวัด
route-local = แจ้ง{ $centre } ซึ่งอยู่ใกล้ที่เกิดเหตุ { $km } กม. ด้วย
route-neighbour = แจ้ง{ $centre } (จังหวัด{ $province }) ด้วย ใครกดรับก่อนได้ดูแลเรื่องนี้
route-boat = ที่เกิดเหตุอยู่บนเกาะ { $centre } อยู่คนละฝั่ง อาจต้องใช้เรือ
route-moved-away = เรื่องนี้ย้ายไปอยู่ในความรับผิดชอบของ{ $centre } แล้ว เพราะสถานที่เกิดเหตุเปลี่ยน

# เครื่องหมายสั้น ๆ ข้างสถานที่
route-flag-swapped = พิกัดสลับ
route-flag-snapped = ปรับเข้าแนวเขต
route-flag-border = ใกล้แนวเขตจังหวัด
route-flag-address_disagrees = ที่อยู่ไม่ตรงกับพิกัด
route-flag-approximate = จังหวัดโดยประมาณ
route-flag-outside = นอกเขตประเทศไทย
route-flag-abroad = ต่างประเทศหรือกลางทะเล
route-flag-no_location = ไม่ทราบสถานที่
route-flag-island = บนเกาะ
route-flag-boat = อาจต้องใช้เรือ
route-flag-closed = หน่วยงานปิดอยู่

# คำถามเดียวที่ทำให้รู้สถานที่
place-which = หมายถึงที่ไหนคะ แตะเลือกได้เลยค่ะ
place-confirm = หมายถึงที่นี่ใช่ไหมคะ
place-province = มีชื่อนี้หลายจังหวัดค่ะ อยู่จังหวัดไหนคะ แตะเลือกหรือพิมพ์ชื่อจังหวัดได้ค่ะ
place-hidden_link = ลิงก์นี้ไม่บอกตำแหน่งในตัวค่ะ ช่วยส่งตำแหน่งด้วยปุ่มแชร์ตำแหน่ง หรือพิมพ์ชื่ออำเภอกับจังหวัดได้ค่ะ
place-in-thailand = ตำแหน่งที่ส่งมาอยู่นอกประเทศไทยค่ะ ตอนนี้อยู่ในประเทศไทยไหมคะ

# การนำเข้าแนวเขตการปกครอง
boundaries-no-file = ไม่พบไฟล์ { $file }
boundaries-too-big = ไฟล์ { $file } มีขนาด { $mb } MB เกินที่รับได้ ({ $most } MB) จึงไม่ได้เปิดอ่าน
boundaries-empty-file = ไฟล์ { $file } ว่างเปล่า
boundaries-broken-zip = ไฟล์ zip { $file } เสียหายหรือมีรหัสผ่าน เปิดไม่ได้
boundaries-unknown-format = ไม่พบไฟล์แนวเขต (.shp หรือ .geojson) ใน { $file }
boundaries-bad-json = { $file } ไม่ใช่ JSON ที่ถูกต้อง (บรรทัดที่ { $line })
boundaries-not-geojson = { $file } ไม่ใช่ GeoJSON แบบ FeatureCollection
boundaries-no-dbf = ไม่พบ { $file } ซึ่งเก็บรหัสของแต่ละพื้นที่ ต้องมาพร้อมไฟล์ .shp
boundaries-broken-shapefile = shapefile { $file } ไม่สมบูรณ์หรือเสียหาย
boundaries-no-column = ไม่พบคอลัมน์ที่มีรหัสจังหวัดหรืออำเภอ คอลัมน์ที่มีคือ { $columns } ระบุเองได้ด้วย --code-column
boundaries-no-column-named = ไม่มีคอลัมน์ { $column } คอลัมน์ที่มีคือ { $columns }
boundaries-no-shapes = { $file } ไม่มีรูปร่างของพื้นที่เลย
boundaries-projected = พิกัดไม่ใช่ละติจูดและลองจิจูด ({ $system }) แปลงเป็น WGS 84 (EPSG:4326) ก่อนนำเข้า
boundaries-swapped = ละติจูดกับลองจิจูดสลับกันทั้งไฟล์ ใน GeoJSON ตัวเลขแรกต้องเป็นลองจิจูด
boundaries-wrong-country = พื้นที่ในไฟล์อยู่แถว { $lat }, { $lon } ซึ่งไม่ใช่ประเทศไทย
boundaries-row-code = แถวที่ { $row }: รหัส "{ $value }" ในคอลัมน์ { $column } ไม่ใช่รหัสจังหวัดหรืออำเภอของไทย
boundaries-row-shape = แถวที่ { $row } ({ $value }): ไม่มีรูปร่างหรืออ่านไม่ได้
boundaries-row-kind = แถวที่ { $row } ({ $value }): เป็น { $kind } ไม่ใช่รูปปิด
boundaries-row-abroad = แถวที่ { $row } ({ $value }): อยู่นอกประเทศไทย
boundaries-more-rows = และอีก { $count } แถว
boundaries-missing-provinces = ขาด { $count } จังหวัด: { $provinces }
boundaries-missing-districts = ขาด { $count } อำเภอ: { $districts }
boundaries-extra-districts = มี { $count } อำเภอที่ไม่อยู่ในรายการ: { $districts }
boundaries-seat-outside = ตัวจังหวัด{ $province } ไม่อยู่ในพื้นที่ของจังหวัดตนเอง (อยู่ใน { $inside })
boundaries-overlap = { $one } กับ { $two } ทับซ้อนกัน { $km2 } ตร.กม.
boundaries-slivers = มีแนวทับซ้อนเล็กน้อย รวม { $km2 } ตร.กม.
boundaries-gap = มีช่องว่าง { $km2 } ตร.กม. ที่ { $lat }, { $lon } ซึ่งไม่เป็นของอำเภอใด
boundaries-gaps = มีช่องว่างเล็ก ๆ { $count } แห่ง รวม { $km2 } ตร.กม.
boundaries-repaired = ซ่อมรูปร่างที่ไม่ถูกต้องแล้ว { $count } แถว

# การนำเข้ารายชื่อหน่วยงาน
centre-file-too-big = ไฟล์มีขนาด { $mb } MB เกินที่รับได้ ({ $most } MB)
centre-file-not-csv = ไฟล์นี้ไม่ใช่ CSV ที่อ่านได้
centre-file-empty = ไฟล์นี้ไม่มีหน่วยงานเลย
centre-file-columns = ขาดคอลัมน์ { $missing } คอลัมน์ที่มีคือ { $columns }
centre-file-too-long = มี { $rows } แถว เกินที่รับได้ ({ $most } แถว)
centre-too-many-cells = มี { $cells } ช่อง แต่หัวตารางมี { $columns } คอลัมน์
centre-twice = รหัสซ้ำกับบรรทัดที่ { $line }
centre-empty = ต้องไม่ว่าง
centre-too-long = ยาวเกิน { $most } ตัวอักษร
centre-odd-text = มีอักขระที่ใช้ไม่ได้ หรือขึ้นต้นด้วย = + - @
centre-bad-code = รหัสใช้ได้เฉพาะ A-Z a-z 0-9 . _ - ยาวไม่เกิน 32 ตัว
centre-bad-kind = ไม่รู้จักประเภทนี้ ใช้ได้คือ { $kinds }
centre-bad-province = ไม่รู้จักจังหวัดนี้ ใช้รหัสเช่น TH-92 หรือชื่อจังหวัด
centre-bad-district = ไม่มีอำเภอนี้ในจังหวัด{ $province }
centre-bad-number = ไม่ใช่ตัวเลข หรือมีเพียงละติจูดหรือลองจิจูดอย่างเดียว
centre-not-in-thailand = พิกัดไม่ได้อยู่ในประเทศไทย
centre-swapped = ละติจูดกับลองจิจูดสลับกัน
centre-far-from-seat = พิกัดห่างจากตัวจังหวัด{ $province } { $km } กม. ไกลเกินกว่าจะอยู่ในจังหวัดนี้
centre-other-province = พิกัดอยู่ในจังหวัด{ $inside } ไม่ใช่จังหวัด{ $province }
centre-bad-phone = ไม่ใช่หมายเลขโทรศัพท์ไทย หรือเป็นหมายเลขสมมุติ (ตัวอย่างรูปแบบที่ถูก: 1300 หรือหมายเลข 9-10 หลักที่ขึ้นต้นด้วย 0)
centre-bad-hours = ไม่เข้าใจเวลาทำการ "{ $part }" ใช้ 24h, office หรือเช่น Mo-Fr 08:30-16:30; PH off
centre-bad-incident = ไม่รู้จักประเภทเหตุ "{ $word }" ใช้ได้คือ { $incidents }
centre-bad-yes-no = ใช้ yes หรือ no
centre-bad-date = ใช้วันที่แบบ ค.ศ. เช่น 2026-01-31
