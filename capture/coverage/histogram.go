package coverage

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/caio/go-tdigest/v4"
)

const (
	// bars is how many ranges a histogram has.
	bars = 16
	// sampled is how many values stand for all of an event key in its
	// histogram: a share is then right to some two in a hundred. Of fewer values,
	// all that is said is exact.
	sampled = 512
	// compression is how exact percentiles of more values are: to three in a
	// thousand of them, in some 6 KB.
	compression = 20
)

// histogram sums up values as they come, in bounded memory and in next to no time:
// every captured event waits for it. Its shape is that of a random sample.
type histogram struct {
	fed      bool // they are of a metric: their percentiles are those of all; else of the sample
	count    int
	min, max float64
	sum      float64
	sample   []float64
	random   random
	digest   *tdigest.TDigest // of all values; nil as long as the sample has them, or is enough
}

// random is the same each time.
type random struct{ rand.PCG }

// Float32 and Intn are what the digest asks for.
func (r *random) Float32() float32 { return rand.New(&r.PCG).Float32() }
func (r *random) Intn(n int) int   { return rand.New(&r.PCG).IntN(n) }

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
	if s.digest == nil && s.fed {
		s.digest, _ = tdigest.New(tdigest.Compression(compression), tdigest.RandomNumberGenerator(&s.random)) // neither can be wrong
		for _, v := range s.sample {
			_ = s.digest.Add(v) // values are numbers
		}
	}
	if s.fed {
		_ = s.digest.Add(v)
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
	s.percentiles(&v)
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

// percentiles finds those of the values: of few, values that came.
func (s *histogram) percentiles(v *Values) {
	at := func(q float64) float64 { return min(max(s.digest.Quantile(q), s.min), s.max) }
	if s.digest == nil {
		sorted := slices.Sorted(slices.Values(s.sample))
		at = func(q float64) float64 { return sorted[int(math.Ceil(q*float64(len(sorted))))-1] }
	}
	v.P50, v.P90, v.P99 = at(0.5), at(0.9), at(0.99)
}
