package gates

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"segtap/mapping/destination/kit"
	"segtap/mapping/lazy"
	"segtap/mapping/prose"
)

// money is an amount as people write it: a sign, a currency before or behind,
// and digits that may be grouped.
var money = lazy.Regexp(`^([+-]?)\s*([$€£¥₹]|[A-Z]{3}|[A-Z]{2}\$)?\s*([+-]?)([0-9][0-9.,' ]*|\.[0-9]+)\s*([$€£¥₹]|[A-Z]{3})?$`)

var (
	plainNumber   = lazy.Regexp(`^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$`)
	groupedPoint  = lazy.Regexp(`^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$`)
	groupedComma  = lazy.Regexp(`^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$`)
	groupedTwice  = lazy.Regexp(`^[0-9]{1,3}(?:,[0-9]{3}){2,}$`)
	groupedSpaces = lazy.Regexp(`^[0-9]{1,3}(?:[' ][0-9]{3})+(?:\.[0-9]+)?$`)
	commaCents    = lazy.Regexp(`^[0-9]+,[0-9]{1,2}$`)
	thousandths   = lazy.Regexp(`^[1-9][0-9]{0,2}\.[0-9]{3}$`)

	decimal = lazy.Regexp(`^([+-]?)([0-9]*)\.?([0-9]*)([eE][+-]?[0-9]+)?$`)
)

// numberIn finds the number that a text evidently means, such as 59.9 in
// "$59.90" and 1299 in "1,299.00", as JSON without needless zeros. Where two
// readings are possible ("1,299" may be a fraction) it finds none.
func numberIn(text string) (string, bool) {
	parts := money().FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil || parts[1] != "" && parts[3] != "" || !isCurrency(parts[2]) || !isCurrency(parts[5]) {
		return "", false
	}
	digits := strings.TrimSpace(parts[4])
	switch {
	case thousandths().MatchString(digits): // 1.299 is 1299 to one half of the world
		return "", false
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
	if parts[1]+parts[3] == "-" && number != "0" {
		number = "-" + number
	}
	return number, finite(number)
}

// finite reports whether a number is one that a double can hold. Only that is
// asked of the double: the digits stay as they came.
func finite(number string) bool {
	f, err := strconv.ParseFloat(number, 64)
	return err == nil && !math.IsInf(f, 0)
}

// exactNumber writes a text that JavaScript reads as a number as JSON does, with
// the digits that came.
func exactNumber(text string) (string, bool) {
	text = kit.Trim(text)
	if len(text) > 2 && text[0] == '0' && strings.IndexByte("xXoObB", text[1]) >= 0 {
		n, ok := new(big.Int).SetString(text, 0)
		if !ok || strings.Contains(text, "_") || len(text) > prose.MaxShown {
			return "", false
		}
		return n.String(), finite(n.String())
	}
	parts := decimal().FindStringSubmatch(text)
	if parts == nil || parts[2]+parts[3] == "" {
		return "", false
	}
	number := strings.TrimLeft(parts[2], "0")
	if number == "" {
		number = "0"
	}
	if parts[3] != "" {
		number += "." + parts[3]
	}
	number += parts[4]
	if parts[1] == "-" {
		number = "-" + number
	}
	return number, finite(number)
}

// isCurrency reports whether what stands at an amount is a currency; three
// letters can be anything else, such as the SKU of a product.
func isCurrency(mark string) bool {
	if len(mark) != 3 || mark[2] < 'A' || mark[2] > 'Z' {
		return true // none, or a sign
	}
	_, err := currency.ParseISO(mark)
	return err == nil
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
