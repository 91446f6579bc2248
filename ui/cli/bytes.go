package cli

import (
	"fmt"
	"math"
	"strconv"

	"github.com/dustin/go-humanize"
)

// byteCount is a flag for a number of bytes, plain or with a unit: 500000000,
// 500MB, 2GiB.
type byteCount int64

func (b *byteCount) Set(text string) error {
	n, err := humanize.ParseBytes(text)
	if err != nil || n > math.MaxInt64 {
		return fmt.Errorf("%q is no number of bytes: give one such as 500MB or 2GiB, 0 for no limit", text)
	}
	*b = byteCount(n)
	return nil
}

func (b *byteCount) String() string { return strconv.FormatInt(int64(*b), 10) }
func (b *byteCount) Type() string   { return "bytes" }
