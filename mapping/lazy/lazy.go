package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a regular expression that is compiled when it is first used: all
// of them take longer than most commands do.
func Regexp(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
