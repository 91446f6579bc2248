package natsurl

import (
	"fmt"
	"strings"
)

const (
	// none is the token of no text.
	none = "_"
	// longest is about how long a token is: of what takes more, the rest is left out.
	longest = 64
)

// Token makes a text one token of a subject. What a token may not have is written as its
// bytes in hexadecimal behind a =.
func Token(text string) string {
	if text == "" {
		return none
	}
	return escaped(text)
}

// escaped writes a text as a token, as much of it as there is room for.
func escaped(text string) string {
	safe := true
	for i := 0; i < len(text) && safe; i++ {
		safe = isSafe(text[i])
	}
	if safe && len(text) <= longest {
		return text
	}
	var made strings.Builder
	for i := 0; i < len(text) && made.Len() < longest; i++ {
		if isSafe(text[i]) {
			made.WriteByte(text[i])
		} else {
			fmt.Fprintf(&made, "=%02X", text[i])
		}
	}
	return made.String()
}

func isSafe(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
