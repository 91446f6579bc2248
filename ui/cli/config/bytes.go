package config

import (
	"fmt"
	"math"
	"strconv"

	"github.com/dustin/go-humanize"
)

// Bytes is a flag for a number of bytes, plain or with a unit: 500000000,
// 500MB, 2GiB.
type Bytes int64

// Set takes a number as people write it.
func (b *Bytes) Set(text string) error {
	n, err := humanize.ParseBytes(text)
	if err != nil || n > math.MaxInt64 {
		return fmt.Errorf("%q is no number of bytes: give one such as 500MB or 2GiB, 0 for no limit", text)
	}
	*b = Bytes(n)
	return nil
}

func (b *Bytes) String() string { return strconv.FormatInt(int64(*b), 10) }

// Type returns what help calls it.
func (b *Bytes) Type() string { return "bytes" }
