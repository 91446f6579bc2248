package spelling

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the name among some that was probably meant by one that is none
// of them, whatever its case: the one with the fewest edits, the first where
// several have as few; two neighbours that changed places are one. Two edits are taken for a slip, three in a long name, and
// never half of its letters. It is empty when none is near.
func Nearest(given string, among []string) string {
	given = strings.ToLower(given)
	best, fewest := "", maxEdits+1
	for _, name := range among {
		if len(given) > 2*len(name)+maxEdits { // far, and costly: the distance takes the square of the length
			continue
		}
		edits := levenshtein.ComputeDistance(given, strings.ToLower(name))
		if edits == 2 && swapped(given, strings.ToLower(name)) {
			edits = 1
		}
		if edits < fewest && edits <= editsFor(name) && 2*edits < len(name) {
			best, fewest = name, edits
		}
	}
	return best
}

// maxEdits is how many edits a long name may have.
const maxEdits = 3

func editsFor(name string) int {
	const long = 15
	if len(name) < long {
		return maxEdits - 1
	}
	return maxEdits
}
