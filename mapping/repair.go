package mapping

import (
	"strings"
)

// money is an amount as people write it: a sign, a currency before or behind,
// and digits that may be grouped.
var money = lazily(`^([+-]?)\s*(?:[$€£¥₹]|[A-Z]{3}\s?|[A-Z]{2}\$)?\s*([+-]?)([0-9][0-9.,' ]*|\.[0-9]+)\s*(?:[$€£¥₹]|[A-Z]{3})?$`)

var (
	plainNumber   = lazily(`^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$`)
	groupedPoint  = lazily(`^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$`)
	groupedComma  = lazily(`^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$`)
	groupedTwice  = lazily(`^[0-9]{1,3}(?:,[0-9]{3}){2,}$`)
	groupedSpaces = lazily(`^[0-9]{1,3}(?:[' ][0-9]{3})+(?:\.[0-9]+)?$`)
	commaCents    = lazily(`^[0-9]+,[0-9]{1,2}$`)
)

// numberIn finds the number that a text evidently means, such as 59.9 in
// "$59.90" and 1299 in "1,299.00", as JSON without needless zeros. Where two
// readings are possible ("1,299" may be a fraction) it finds none.
func numberIn(text string) (string, bool) {
	parts := money().FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil || parts[1] != "" && parts[2] != "" {
		return "", false
	}
	digits := strings.TrimSpace(parts[3])
	switch {
	case plainNumber().MatchString(digits):
	case groupedPoint().MatchString(digits), groupedTwice().MatchString(digits):
		digits = strings.ReplaceAll(digits, ",", "")
	case groupedComma().MatchString(digits):
		digits = strings.ReplaceAll(strings.ReplaceAll(digits, ".", ""), ",", ".")
	case groupedSpaces().MatchString(digits):
		digits = strings.NewReplacer("'", "", " ", "").Replace(digits)
	case commaCents().MatchString(digits):
		digits = strings.ReplaceAll(digits, ",", ".")
	default:
		return "", false
	}
	number := tidyNumber(digits)
	if parts[1]+parts[2] == "-" && number != "0" {
		number = "-" + number
	}
	return number, true
}

// tidyNumber writes plain digits with at most one point as JSON does, without
// zeros that mean nothing.
func tidyNumber(digits string) string {
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		return whole + "." + fraction
	}
	return whole
}
