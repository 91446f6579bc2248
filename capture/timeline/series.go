package timeline

// spans is how many spans of time a series has at most.
const spans = 64

// narrowest is the width of a span as long as all arrivals fit: a second, in µs.
const narrowest = int64(1e6)

// Series counts arrivals in spans of equal width, which are as narrow as lets them hold
// all arrivals there have been. The zero value has none.
type Series struct {
	counts [spans]uint32
	total  uint32
	shift  uint8 // a span is narrowest<<shift wide
	first  int64 // number of the first span, counted from 1970
}

// Axis is a stretch of time in spans of equal width.
type Axis struct {
	From, Width int64 // µs since 1970, µs
	Spans       int
}

// number is that of the span in which a moment is, for spans of a width.
func number(at int64, shift uint8) int64 {
	width := narrowest << shift
	n := at / width
	if at%width < 0 {
		n--
	}
	return n
}

// Add counts an arrival; at is µs since 1970.
func (s *Series) Add(at int64) {
	n := number(at, s.shift)
	if s.total == 0 {
		s.shift, s.counts = 0, [spans]uint32{}
		n = number(at, 0)
		s.first = n
	}
	for s.lacks(n) {
		s.widen()
		n = number(at, s.shift)
	}
	if n < s.first || n-s.first >= spans {
		s.move(min(n, s.begin()))
	}
	s.counts[n-s.first]++
	s.total++
}

// Remove takes an arrival back that was counted.
func (s *Series) Remove(at int64) {
	i := number(at, s.shift) - s.first
	if s.total > 0 && i >= 0 && i < spans && s.counts[i] > 0 {
		s.counts[i]--
		s.total--
	}
}

// Join counts all arrivals of another series as well. Spans begin at multiples of their width,
// so that nothing is lost: it is as if each arrival had been added.
func (s *Series) Join(other *Series) {
	if other.total == 0 {
		return
	}
	if s.total == 0 {
		*s = *other
		return
	}
	for s.shift < other.shift {
		s.widen()
	}
	by := func() uint8 { return s.shift - other.shift }
	begin, last := other.begin(), other.last()
	for max(last>>by(), s.last())-min(begin>>by(), s.begin()) >= spans {
		s.widen()
	}
	if n := begin >> by(); n < s.first || last>>by()-s.first >= spans {
		s.move(min(n, s.begin()))
	}
	for i, n := range other.counts {
		if n > 0 {
			s.counts[(other.first+int64(i))>>by()-s.first] += n
		}
	}
	s.total += other.total
}

// lacks reports whether there is no room for a span beside those that have arrivals.
func (s *Series) lacks(n int64) bool {
	return max(n, s.last())-min(n, s.begin()) >= spans
}

// begin is the number of the first span with an arrival.
func (s *Series) begin() int64 {
	for i, n := range s.counts {
		if n > 0 {
			return s.first + int64(i)
		}
	}
	return s.first
}

// last is the number of the last span with an arrival.
func (s *Series) last() int64 {
	for i := spans - 1; i >= 0; i-- {
		if s.counts[i] > 0 {
			return s.first + int64(i)
		}
	}
	return s.first
}

// widen makes one span of each two.
func (s *Series) widen() {
	before, first := s.counts, s.first
	s.shift++
	s.first = first >> 1
	s.counts = [spans]uint32{}
	for i, n := range before {
		s.counts[(first+int64(i))>>1-s.first] += n
	}
}

// move has the series begin with another span, before which there are no arrivals.
func (s *Series) move(first int64) {
	by := s.first - first
	before := s.counts
	s.counts = [spans]uint32{}
	for i, n := range before {
		if n > 0 {
			s.counts[int64(i)+by] = n
		}
	}
	s.first = first
}

// Axis returns the stretch of time from the first arrival to the last.
func (s *Series) Axis() Axis {
	if s.total == 0 {
		return Axis{}
	}
	begin, width := s.begin(), narrowest<<s.shift
	return Axis{From: begin * width, Width: width, Spans: int(s.last()-begin) + 1}
}

// Over returns how many arrivals there were in each span of an axis, which must be that of
// a series that has had all arrivals of this one. What is beyond its ends is left out.
func (s *Series) Over(a Axis) []int {
	if a.Spans == 0 {
		return nil
	}
	counts := make([]int, a.Spans)
	for i, n := range s.counts {
		at := (s.first+int64(i))*(narrowest<<s.shift) - a.From
		if on := at / a.Width; n > 0 && at >= 0 && on < int64(a.Spans) {
			counts[on] += int(n)
		}
	}
	return counts
}

// Fit returns an axis of at most n spans over the same time: each of its spans is as wide
// as some of the other one.
func (a Axis) Fit(n int) Axis {
	if n < 1 || a.Spans <= n {
		return a
	}
	by := (a.Spans + n - 1) / n
	return Axis{From: a.From, Width: a.Width * int64(by), Spans: (a.Spans + by - 1) / by}
}
