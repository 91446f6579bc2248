package ingest

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Fault is one way in which the endpoint misbehaves on purpose, to see what an
// SDK makes of it. It does one thing: answers with an error, waits before it
// answers, or closes the connection without an answer.
type Fault struct {
	Status     int           // the status answered, 400 to 599; 0 for the other two
	Delay      time.Duration // how long it waits before the answer
	Drop       bool          // it closes the connection
	Share      float64       // of the requests that it hits, above 0 and at most 1
	RetryAfter int           // what the answer says in Retry-After, in seconds; 0 for nothing
}

const (
	// maxDelay bounds the wait: longer than any SDK waits for an answer.
	maxDelay = 5 * time.Minute
	// maxRetryAfter bounds Retry-After, in seconds.
	maxRetryAfter = 86400
	// minShare is the smallest share of requests, in percent.
	minShare = 1e-6
	// throttled is what a 429 says in Retry-After when it is not told.
	throttled = 1
)

// ParseFaults reads faults as the command line writes them: "503:20%" answers
// 503 to a fifth of the requests, "429:5%:retry-after=2" asks to come back in
// two seconds, "delay:2s" makes every request wait, "delay:2s:10%" a tenth of
// them, "drop:1%" closes the connection. Several are separated by commas or
// spaces; none is the empty text.
//
// A request is hit by at most one of those that answer or drop, so that their
// shares may come to 100% at most; delays add up. The error names the fault
// that it is about.
func ParseFaults(text string) ([]Fault, error) {
	var faults []Fault
	var total float64
	for at := 0; at < len(text); {
		end := strings.IndexAny(text[at:], ", ")
		if end < 0 {
			end = len(text) - at
		}
		if word := text[at : at+end]; word != "" {
			f, err := parseFault(word)
			if err != nil {
				return nil, fmt.Errorf("fault %q at column %d: %w", word, at+1, err)
			}
			if f.Delay == 0 {
				total += f.Share
			}
			if total > 1+1e-9 {
				return nil, fmt.Errorf("fault %q at column %d: the shares of those that answer or drop come to more than 100%%", word, at+1)
			}
			faults = append(faults, f)
		}
		at += end + 1
	}
	return faults, nil
}

// errKind says what a fault may start with.
var errKind = errors.New("starts with a status from 400 to 599, delay or drop, such as 503:20%, delay:2s or drop:1%")

// parseFault reads one fault: its kind, then what is said of it in any order.
func parseFault(word string) (Fault, error) {
	parts := strings.Split(word, ":")
	f := Fault{Share: 1}
	rest := parts[1:]
	switch kind := parts[0]; kind {
	case "drop":
		f.Drop = true
	case "delay":
		if len(rest) == 0 {
			return f, errors.New("says how long, such as delay:2s")
		}
		d, err := time.ParseDuration(rest[0])
		if err != nil || d <= 0 || d > maxDelay {
			return f, fmt.Errorf("%q is no duration up to %s, such as 250ms or 2s", rest[0], maxDelay)
		}
		f.Delay, rest = d, rest[1:]
	default:
		status, err := strconv.Atoi(kind)
		if err != nil || len(kind) != 3 || status < 400 || status > 599 {
			return f, errKind
		}
		f.Status = status
	}
	seen := make(map[string]bool)
	for _, part := range rest {
		name, _, _ := strings.Cut(part, "=")
		if strings.HasSuffix(part, "%") {
			name = "%"
		}
		if seen[name] {
			return f, fmt.Errorf("%q comes twice", part)
		}
		seen[name] = true
		if err := f.set(part); err != nil {
			return f, err
		}
	}
	return f, nil
}

// set reads one part of a fault behind its kind.
func (f *Fault) set(part string) error {
	if percent, ok := strings.CutSuffix(part, "%"); ok {
		share, err := strconv.ParseFloat(percent, 64)
		if err != nil || math.IsNaN(share) || share < minShare || share > 100 {
			return fmt.Errorf("%q is no share from %v%% to 100%%", part, minShare)
		}
		f.Share = share / 100
		return nil
	}
	seconds, ok := strings.CutPrefix(part, "retry-after=")
	if !ok || f.Status == 0 {
		return fmt.Errorf("%q is not understood here: a share such as 20%%, or behind a status retry-after=SECONDS", part)
	}
	n, err := strconv.Atoi(seconds)
	if err != nil || n < 1 || n > maxRetryAfter {
		return fmt.Errorf("%q is no whole number of seconds from 1 to %d", part, maxRetryAfter)
	}
	f.RetryAfter = n
	return nil
}

// String returns the fault as [ParseFaults] reads it.
func (f Fault) String() string {
	var text string
	switch {
	case f.Drop:
		text = "drop"
	case f.Delay > 0:
		text = "delay:" + f.Delay.String()
	default:
		text = strconv.Itoa(f.Status)
	}
	if f.Share < 1 {
		text += ":" + percent(f.Share) + "%"
	}
	if f.RetryAfter > 0 {
		text += ":retry-after=" + strconv.Itoa(f.RetryAfter)
	}
	return text
}

// percent gives a share in percent, with the fewest digits that read back as
// the same share.
func percent(share float64) string {
	for digits := 1; digits < 17; digits++ {
		short, _ := strconv.ParseFloat(strconv.FormatFloat(share*100, 'g', digits, 64), 64)
		if short/100 == share {
			return strconv.FormatFloat(short, 'f', -1, 64)
		}
	}
	return strconv.FormatFloat(share*100, 'f', -1, 64)
}

// Faults are the faults that an endpoint has at present. They may be switched
// while it runs, by any goroutine. The nil Faults has none.
type Faults struct {
	random func() float64
	list   atomic.Pointer[[]Fault]
}

// NewFaults returns no faults yet. Random gives numbers from 0 up to 1 that
// decide which request is hit; it is called by many goroutines at once, as
// [math/rand/v2.Float64] may be.
func NewFaults(random func() float64) *Faults { return &Faults{random: random} }

// Set puts other faults in the place of those there are. The text is what
// [ParseFaults] reads; on its error nothing changes.
func (f *Faults) Set(text string) error {
	list, err := ParseFaults(text)
	if err == nil {
		f.list.Store(&list)
	}
	return err
}

// List returns the faults.
func (f *Faults) List() []Fault {
	if f == nil {
		return nil
	}
	if list := f.list.Load(); list != nil {
		return append([]Fault(nil), *list...)
	}
	return nil
}

// String returns the faults as Set reads them, separated by commas.
func (f *Faults) String() string {
	list := f.List()
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = one.String()
	}
	return strings.Join(words, ",")
}

// hit is what the faults do to one request. The zero hit is nothing.
type hit struct {
	status     int
	retryAfter int // seconds
	drop       bool
	delay      time.Duration
}

// draw decides what one request gets.
func (f *Faults) draw() hit {
	var h hit
	if f == nil {
		return h
	}
	list := f.list.Load()
	if list == nil || len(*list) == 0 {
		return h
	}
	luck := f.random()
	var upTo float64
	for _, one := range *list {
		if one.Delay > 0 {
			if one.Share >= 1 || f.random() < one.Share {
				h.delay = min(h.delay+one.Delay, maxDelay)
			}
			continue
		}
		from := upTo
		upTo += one.Share
		if from <= luck && luck < upTo {
			h.status, h.drop, h.retryAfter = one.Status, one.Drop, one.RetryAfter
		}
	}
	if h.status == 429 && h.retryAfter == 0 {
		h.retryAfter = throttled
	}
	return h
}
