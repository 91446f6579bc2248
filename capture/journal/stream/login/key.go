package login

import (
	"fmt"
	"net/url"
	"strings"
)

// special are the characters of a subject, which in a write key are written as %XX.
const special = ".*>"

// keyError says why a write key of a stream cannot be read by itself. It is an [ErrAddress].
type keyError struct{ text string }

func (e *keyError) Error() string        { return e.text }
func (e *keyError) Is(target error) bool { return target == ErrAddress }

// readKey reads the write key behind the dot. Where the subjects of a stream cannot tell what
// came with it from all else, it is refused.
func readKey(text string) (string, error) {
	if i := strings.IndexAny(text, special); i >= 0 {
		return "", &keyError{fmt.Sprintf("behind the dot of STREAM.KEY stands one write key, and a %c in it is written %%%02X; the filter type: chooses a type", text[i], text[i])}
	}
	key, err := url.PathUnescape(text)
	switch {
	case err != nil:
		return "", &keyError{"behind the dot of STREAM.KEY stands a write key, and a % in it is written %25"}
	case key == "":
		return "", &keyError{"no write key stands behind the dot of STREAM.KEY"}
	case key == none:
		return "", &keyError{"what came with the write key _ has the same subject in a stream as what came without one: open the whole stream, and filter it by key:_"}
	case len(escaped(key)) >= longest:
		return "", &keyError{fmt.Sprintf("the subjects of a stream do not have all of a write key that takes %d characters or more there: open the whole stream, and filter it by key:", longest)}
	}
	return key, nil
}

// Shown gives for people what may be an address, or a path, which stays as it is.
func Shown(text string) string {
	if !IsAddress(text) {
		return text
	}
	if to, err := Parse(text); err == nil && to.Key != "" {
		return to.String()
	}
	return text
}

// escapeKey writes a write key as it stands in an address.
func escapeKey(key string) string {
	return strings.NewReplacer(".", "%2E", "@", "%40").Replace(url.PathEscape(key))
}

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
