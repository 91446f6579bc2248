package count

import (
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
)

// Of returns a count with the word for what is counted, in the plural unless it is one.
func Of(n int, word string) string { return Number(n) + " " + english.PluralWord(n, word, "") }

// Number returns a count with separators between its thousands.
func Number(n int) string { return humanize.Comma(int64(n)) }
