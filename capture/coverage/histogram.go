package coverage

import (
	"math"
	"math/rand/v2"
)

const (
	// bars is how many ranges a histogram has.
	bars = 16
	// sampled is how many values stand for all of an event key in its
	// histogram: a share is then right to some two in a hundred.
	sampled = 512
)

// histogram sums up values as they come, in bounded memory and in next to no time:
// every captured event waits for it. Its shape is that of a random sample.
type histogram struct {
	count    int
	min, max float64
	sum      float64
	sample   []float64
	random   rand.PCG // from the same seed each time, as its zero value is
}

// add takes one value.
func (s *histogram) add(v float64) {
	if s.count == 0 {
		s.min, s.max = v, v
	}
	s.count++
	s.min, s.max, s.sum = min(s.min, v), max(s.max, v), s.sum+v
	if len(s.sample) < sampled {
		s.sample = append(s.sample, v)
		return
	}
	// Each value that has come is in the sample with the same probability.
	if at := s.random.Uint64() % uint64(s.count); at < sampled {
		s.sample[at] = v
	}
}

// sumUp gives the sums of the values.
func (s *histogram) sumUp() Values {
	if s.count == 0 {
		return Values{}
	}
	v := Values{Count: s.count, Min: s.min, Max: s.max, Mean: s.sum / float64(s.count)}
	width := (s.max - s.min) / bars
	if !(width > 0) || math.IsInf(width, 0) {
		return v
	}
	v.Histogram = make([]float64, bars)
	for _, value := range s.sample {
		bar := int((value - s.min) / width)
		v.Histogram[min(max(bar, 0), bars-1)] += 1 / float64(len(s.sample))
	}
	return v
}
