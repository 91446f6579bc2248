package date

import (
	"fmt"
	"testing"
	"time"
)

// Days that the quick way reads are those of the calendar, in every month of every year.
func TestCanonicalDaysAreThoseOfTheCalendar(t *testing.T) {
	for year := range 10_000 {
		for month := 1; month <= 12; month++ {
			day := 1 + (7*year+month)%31 // also one that the month does not have
			text := fmt.Sprintf("%04d-%02d-%02dT23:59:58.907Z", year, month, day)
			want := time.Date(year, time.Month(month), day, 23, 59, 58, 907e6, time.UTC).UnixMilli()
			if got := ReadCanonical(text); !got.OK || got.MS != want {
				t.Fatalf("%s is %d, and read as %d", text, want, got.MS)
			}
		}
	}
}

func TestWhatIsNotCanonicalIsLeftToTheRest(t *testing.T) {
	const text = "2024-01-02T03:04:05.678Z"
	for i := range text {
		for _, c := range "/:;-.TZ aé\x00\xff" {
			odd := []byte(text)
			odd[i] = byte(c)
			if got := ReadCanonical(odd); got.OK != (string(odd) == text) {
				t.Errorf("%q: %v", odd, got)
			}
		}
	}
}

func BenchmarkReadCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if !ReadCanonical("2024-01-02T03:04:05.678Z").OK {
			b.Fatal("no date")
		}
	}
}
