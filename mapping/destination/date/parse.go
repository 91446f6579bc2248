package date

// parseDate reads a date as Date.parse does in Node.js (V8), the host being in
// UTC. legacy says that it was not ISO 8601 as ECMA-262 defines it, and was read
// by the rules that V8 keeps for everything else:
//
//   - numbers are parts of the date, in the order month, day, year, or year,
//     month, day when the first is too large for a day; a number before a colon
//     begins the time;
//   - of words only the months (by their first three letters), AM, PM and a few
//     zones count; others are ignored before the first number, and an error
//     behind it;
//   - what stands in parentheses, and every other character, is ignored.
func parseDate(s string) (m Moment, legacy bool) {
	p := dateParser{scan: newDateScanner(s), time: clockParts{}, zone: zoneParts{hour: none, minute: none}}
	tok, ok := p.iso()
	if !ok {
		return Moment{}, false
	}
	if tok.kind != tokEnd {
		legacy = true
		if !p.legacy(tok) {
			return Moment{}, true
		}
	}
	m.MS, m.OK = p.result()
	return m, legacy
}

// none is an hour or minute of a zone that has not come yet.
const none = -1

// dateParser gathers the parts of a date.
type dateParser struct {
	scan dateScanner
	day  dayParts
	time clockParts
	zone zoneParts
}

// iso reads the date as ISO 8601. It gives the token at which that fails, for
// the legacy rules to go on with; a token of kind tokEnd when all is read; not
// ok when no other rule can save it, either.
func (p *dateParser) iso() (next dateToken, ok bool) {
	switch {
	case p.scan.tok.isSign():
		sign := p.scan.next()
		if !p.scan.tok.isNumber(6) {
			return sign, true
		}
		year := p.scan.next().number
		if sign.char == '-' {
			if year == 0 {
				return sign, true
			}
			year = -year
		}
		p.day.add(year)
	case p.scan.tok.isNumber(4):
		p.day.add(p.scan.next().number)
	default:
		return p.scan.next(), true
	}
	if p.scan.skip('-') {
		if !p.scan.tok.isNumber(2) || !isMonth(p.scan.tok.number) {
			return p.scan.next(), true
		}
		p.day.add(p.scan.next().number)
		if p.scan.skip('-') {
			if !p.scan.tok.isNumber(2) || !isDay(p.scan.tok.number) {
				return p.scan.next(), true
			}
			p.day.add(p.scan.next().number)
		}
	}
	switch {
	case p.scan.tok.kind == tokEnd:
	case !p.scan.tok.isWord(wordT):
		return p.scan.next(), true
	default:
		p.scan.next()
		if !p.isoTime() || !p.isoZone() || p.scan.tok.kind != tokEnd {
			return dateToken{}, false
		}
	}
	p.day.iso = true
	return dateToken{kind: tokEnd}, true
}

// isoTime reads HH:mm[:ss[.s…]]. The hour 24 has no minutes.
func (p *dateParser) isoTime() bool {
	if !p.scan.tok.isNumber(2) || p.scan.tok.number > 24 {
		return false
	}
	midnight := p.scan.tok.number == 24
	p.time.add(p.scan.next().number)
	for part := range 2 {
		if !p.scan.skip(':') {
			return part > 0
		}
		if !p.scan.tok.isNumber(2) || p.scan.tok.number > 59 || midnight && p.scan.tok.number > 0 {
			return false
		}
		p.time.add(p.scan.next().number)
	}
	if p.scan.skip('.') {
		if p.scan.tok.kind != tokNumber || midnight && p.scan.tok.number > 0 {
			return false
		}
		p.time.add(p.scan.next().milliseconds())
	}
	return true
}

// isoZone reads Z, ±HH:mm or ±HHmm, if there is a zone.
func (p *dateParser) isoZone() bool {
	if p.scan.tok.isZ() {
		p.scan.next()
		p.zone.set(0)
		return true
	}
	if !p.scan.tok.isSign() {
		return true
	}
	p.zone.sign(p.scan.next())
	if p.scan.tok.isNumber(4) {
		n := p.scan.next().number
		p.zone.hour, p.zone.minute = n/100, n%100
		return p.zone.hour <= 23 && p.zone.minute <= 59
	}
	if !p.scan.tok.isNumber(2) || p.scan.tok.number > 23 {
		return false
	}
	p.zone.hour = p.scan.next().number
	if !p.scan.skip(':') || !p.scan.tok.isNumber(2) || p.scan.tok.number > 59 {
		return false
	}
	p.zone.minute = p.scan.next().number
	return true
}

// legacy reads the rest of the date, from tok on, by V8's own rules.
func (p *dateParser) legacy(tok dateToken) bool {
	hasNumber := p.day.n > 0
	for ; tok.kind != tokEnd; tok = p.scan.next() {
		switch {
		case tok.kind == tokNumber:
			hasNumber = true
			if !p.legacyNumber(tok) {
				return false
			}
		case tok.kind == tokWord:
			if !p.legacyWord(tok, hasNumber) {
				return false
			}
		case tok.isSign() && (p.zone.isUTC() || p.time.n > 0):
			hasNumber = true
			if !p.legacyOffset(tok) {
				return false
			}
		case (tok.isSign() || tok.char == ')') && hasNumber:
			return false
		}
	}
	return true
}

// legacyNumber takes a number for what its surroundings make of it.
func (p *dateParser) legacyNumber(tok dateToken) bool {
	n := tok.number
	switch {
	case p.scan.skip(':'):
		if p.scan.skip(':') {
			if p.time.n > 0 {
				return false
			}
			p.time.add(n)
			p.time.add(0)
			return true
		}
		if !p.time.add(n) {
			return false
		}
		p.scan.skip('.')
		return true
	case p.scan.skip('.') && p.time.expects(n):
		p.time.add(n)
		if p.scan.tok.kind != tokNumber {
			return false
		}
		p.time.last(p.scan.next().milliseconds())
		return true
	case p.zone.expects(n):
		p.zone.minute = n
		return true
	case p.time.expects(n):
		p.time.last(n)
		next := p.scan.tok
		return next.kind == tokEnd || next.kind == tokSpace || next.isZ() || next.isSign()
	}
	if !p.day.add(n) {
		return false
	}
	p.scan.skip('-')
	return true
}

func (p *dateParser) legacyWord(tok dateToken, hasNumber bool) bool {
	switch tok.word.kind {
	case wordHalf:
		if p.time.n > 0 {
			p.time.half, p.time.hasHalf = tok.word.value, true
			return true
		}
	case wordMonth:
		p.day.month = tok.word.value
		p.scan.skip('-')
		return true
	case wordZone:
		if hasNumber {
			p.zone.set(tok.word.value)
			return true
		}
	case wordOther, wordT:
	}
	return !hasNumber && p.scan.tok.kind != tokNumber
}

// legacyOffset reads ±H, ±HH, ±Hmm, ±HHmm, or the hour of ±HH:mm.
func (p *dateParser) legacyOffset(sign dateToken) bool {
	p.zone.sign(sign)
	var n, length int
	if p.scan.tok.kind == tokNumber {
		tok := p.scan.next()
		n, length = tok.number, tok.length
	}
	switch {
	case p.scan.tok.char == ':':
		p.zone.hour, p.zone.minute = n, none
	case length == 1 || length == 2:
		p.zone.hour, p.zone.minute = n, 0
	case length == 3 || length == 4:
		p.zone.hour, p.zone.minute = n/100, n%100
	default:
		return false
	}
	return true
}
