package replay

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Preview returns the request as it goes out over HTTP/1.1, one line an element:
// the request line, the fields, an empty line, and the body, cut at its line
// breaks. Secrets are masked, in the body too; a body that goes out compressed
// is shown as it was before. The lines are not escaped for a terminal.
func (r Request) Preview() []string {
	lines := []string{r.Method + " " + r.uri + " HTTP/1.1"}
	for _, field := range r.Header {
		lines = append(lines, field.Name+": "+field.Value)
	}
	lines = append(lines, "")
	return append(lines, strings.Split(redact(string(r.Body), r.credentials), "\n")...)
}

// Curl returns a curl command for a POSIX shell that sends the same request.
// Secrets are left to environment variables: $LD_ACCESS_TOKEN,
// $SEGTAP_WRITE_KEY. A body that would go out compressed is sent plain, which
// the receiver takes as well. A body that is not plain text, such as one with
// control characters, goes through printf, so that nothing in it reaches a
// terminal it is pasted into.
func (r Request) Curl() string {
	command := "curl -i -X " + r.Method + " " + quote(r.URL)
	if strings.ContainsAny(r.URL, "[]{}") {
		command = "curl -g -i -X " + r.Method + " " + quote(r.URL)
	}
	parts := []string{command}
	for _, field := range r.Header {
		switch field.Name {
		case "Host", "Content-Length", "Content-Encoding":
		case "Authorization":
			parts = append(parts, r.curlAuthorization())
		default:
			parts = append(parts, "-H "+quote(field.Name+": "+field.Value))
		}
	}
	var pipe string
	if plainText(r.Body) {
		// --data-raw, since --data-binary takes a leading @ for a file name.
		parts = append(parts, "--data-raw "+r.shellText(string(r.Body)))
	} else {
		pipe = r.shellPrintf(string(r.Body)) + " |\n"
		parts = append(parts, "--data-binary @-")
	}
	return pipe + strings.Join(parts, " \\\n  ")
}

// curlAuthorization stands for the Authorization field, also for the one that
// a dry run lacks.
func (r Request) curlAuthorization() string {
	if r.Kind == LaunchDarklyImport {
		return `-H "Authorization: $` + r.tokenEnv + `"`
	}
	return `-u "$` + r.writeKeyEnv + `:"`
}

// quote makes one word of a POSIX shell of any text without NUL bytes.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// plainText tells whether a text can stand on a command line: UTF-8 without
// control characters, but for line breaks and tabs, and without invisible
// characters that change how it reads.
func plainText(text []byte) bool {
	if !utf8.Valid(text) {
		return false
	}
	for _, r := range string(text) {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return false
		}
	}
	return true
}

// shellText makes one shell word of a text, with variables for the secrets.
func (r Request) shellText(text string) string {
	var b strings.Builder
	for _, piece := range split(text, forms(r.credentials)) {
		if piece.env != "" {
			b.WriteString(`"$` + piece.env + `"`)
		} else {
			b.WriteString(quote(piece.text))
		}
	}
	return b.String()
}

// shellPrintf makes a printf command that writes exactly the text.
func (r Request) shellPrintf(text string) string {
	var format strings.Builder
	var args string
	for _, piece := range split(text, forms(r.credentials)) {
		if piece.env != "" {
			format.WriteString("%s")
			args += ` "$` + piece.env + `"`
			continue
		}
		for i := range len(piece.text) {
			writePrintf(&format, piece.text[i], format.Len() == 0)
		}
	}
	return "printf '" + format.String() + "'" + args
}

// writePrintf writes a byte as a printf format between single quotes has it. A
// dash at the beginning would be taken for an option.
func writePrintf(b *strings.Builder, c byte, first bool) {
	switch {
	case c == '%':
		b.WriteString("%%")
	case c == '\\':
		b.WriteString(`\\`)
	case c == '\'' || c < ' ' || c >= 0x7f || first && c == '-':
		b.Write([]byte{'\\', '0' + c>>6, '0' + c>>3&7, '0' + c&7})
	default:
		b.WriteByte(c)
	}
}

// piece is a stretch of text, or the variable of the secret that stands there.
type piece struct{ text, env string }

// split cuts a text at the secrets in it. The encoded form of a secret has no
// variable of its own, so its mask stays in its place.
func split(text string, secrets []credential) []piece {
	pieces := []piece{{text: text}}
	for _, c := range secrets {
		here := piece{env: c.env}
		if c.env == "" {
			here.text = mask
		}
		var cut []piece
		for _, p := range pieces {
			if p.env != "" {
				cut = append(cut, p)
				continue
			}
			for i, part := range strings.Split(p.text, c.secret.Reveal()) {
				if i > 0 {
					cut = append(cut, here)
				}
				if part != "" {
					cut = append(cut, piece{text: part})
				}
			}
		}
		pieces = cut
	}
	return pieces
}
