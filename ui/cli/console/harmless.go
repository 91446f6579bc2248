package console

import (
	"bytes"
	"strings"

	"segtap/mapping/lazy"
	"segtap/ui/widget/sanitize"
)

// bracket is how a command to a CI begins that reads the output of its jobs: GitHub's
// runner and Azure Pipelines take ##[error] and ##vso[…], TeamCity ##teamcity[…],
// wherever they stand in a line. At the beginning of one, behind spaces, GitHub takes ::error:: too.
var bracket = lazy.Regexp(`##[A-Za-z]*\[`)

// credentials are those in an address of a stream, which may be typed where no command looks for one.
var credentials = lazy.Regexp(`\b((?:nats|tls)://)[^\s"]*@`)

// Harmless returns a line, with text in it that others wrote, so that it neither moves a
// terminal nor commands a CI: what would is a visible escape, such as \x1b. Credentials
// in the address of a stream are masked.
func Harmless(line string) string {
	line = sanitize.Escape(line)
	if strings.Contains(line, "://") {
		line = credentials().ReplaceAllString(line, "${1}****@")
	}
	if strings.HasPrefix(strings.TrimLeft(line, " "), "::") {
		line = strings.Replace(line, ":", `\x3a`, 1)
	}
	if !strings.Contains(line, "##") {
		return line
	}
	return string(Disarm([]byte(line), `\x5b`))
}

// Disarm returns a text in which no command to a CI is left: the bracket of each is
// written as given.
func Disarm(text []byte, written string) []byte {
	if !bytes.Contains(text, []byte("##")) {
		return text
	}
	return bracket().ReplaceAllFunc(text, func(found []byte) []byte {
		return append(bytes.Clone(found[:len(found)-1]), written...)
	})
}
