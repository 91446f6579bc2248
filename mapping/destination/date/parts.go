package date

// dayParts are the numbers of a date in the order in which they came.
type dayParts struct {
	parts [3]int
	n     int
	month int // by its name; 0 when there was none
	iso   bool
}

func isMonth(n int) bool { return n >= 1 && n <= 12 }
func isDay(n int) bool   { return n >= 1 && n <= 31 }

func (d *dayParts) add(n int) bool {
	if d.n == len(d.parts) {
		return false
	}
	d.parts[d.n] = n
	d.n++
	return true
}

// date gives year, month and day. Missing parts are 1. What a part is follows
// from how large it is.
func (d *dayParts) date() (year, month, day int, ok bool) {
	if d.n < 1 {
		return 0, 0, 0, false
	}
	for d.add(1) {
	}
	a, b, c := d.parts[0], d.parts[1], d.parts[2]
	switch {
	case d.month > 0 && !isDay(a):
		year, month, day = a, d.month, b
	case d.month > 0:
		year, month, day = b, d.month, a
	case d.iso || !isDay(a):
		year, month, day = a, b, c
	default:
		year, month, day = c, a, b
	}
	if !d.iso {
		switch {
		case year >= 0 && year <= 49:
			year += 2000
		case year >= 50 && year <= 99:
			year += 1900
		}
	}
	return year, month, day, isMonth(month) && isDay(day)
}

// clockParts are hour, minute, second and millisecond, as far as they came.
type clockParts struct {
	parts   [4]int
	n       int
	half    int // hours that AM or PM adds
	hasHalf bool
}

func (t *clockParts) add(n int) bool {
	if t.n == len(t.parts) {
		return false
	}
	t.parts[t.n] = n
	t.n++
	return true
}

// last adds the last part that there is.
func (t *clockParts) last(n int) {
	t.add(n)
	t.n = len(t.parts)
}

// expects reports whether n can be the next part: any but the first.
func (t *clockParts) expects(n int) bool {
	switch t.n {
	case 1, 2:
		return n <= 59
	case 3:
		return n <= 999
	}
	return false
}

// inDay checks the time and gives its parts. 24:00 is allowed.
func (t *clockParts) inDay() (parts [4]int, ok bool) {
	parts = t.parts
	if t.hasHalf {
		if parts[0] > 12 {
			return parts, false
		}
		parts[0] = parts[0]%12 + t.half
	}
	if parts == [4]int{24} {
		return parts, true
	}
	return parts, parts[0] <= 23 && parts[1] <= 59 && parts[2] <= 59 && parts[3] <= 999
}

// zoneParts are the parts of an offset from UTC.
type zoneParts struct {
	negative     bool
	hour, minute int // none until they come
}

func (z *zoneParts) sign(tok dateToken) { z.negative = tok.char == '-' }

// set sets the offset to whole hours.
func (z *zoneParts) set(hours int) {
	z.negative = hours < 0
	z.hour, z.minute = max(hours, -hours), 0
}

// expects reports whether n can be the minutes behind the hour.
func (z *zoneParts) expects(n int) bool { return z.hour != none && z.minute == none && n <= 59 }

func (z *zoneParts) isUTC() bool { return z.hour == 0 && z.minute == 0 }

// maxOffset is the largest offset that V8 takes, in seconds.
const maxOffset = 1<<31 - 1

// milliseconds gives the offset; 0 when there was none, for a host in UTC.
func (z *zoneParts) milliseconds() (int64, bool) {
	seconds := int64(max(0, z.hour))*3600 + int64(max(0, z.minute))*60
	if z.negative {
		return -seconds * 1000, seconds <= maxOffset
	}
	return seconds * 1000, seconds <= maxOffset
}

// maxYear is more than any date of JavaScript has.
const maxYear = 300_000

// result gives the time that the parts make.
func (p *dateParser) result() (int64, bool) {
	year, month, day, ok := p.day.date()
	if !ok || year > maxYear || year < -maxYear {
		return 0, false
	}
	clock, ok := p.time.inDay()
	if !ok {
		return 0, false
	}
	offset, ok := p.zone.milliseconds()
	if !ok {
		return 0, false
	}
	return Clip(float64(dateUTC(year, month, day, clock[0], clock[1], clock[2], clock[3]) - offset))
}
