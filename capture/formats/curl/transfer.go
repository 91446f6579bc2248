package curl

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// transfer is what the words of a command say.
type transfer struct {
	urls    []string
	method  string
	header  http.Header
	data    []string
	hasData bool
	inQuery bool // -G
	stdin   string
	lines   bool // there is a text of lines for standard input
}

// withValue are the options of curl that take a value, of those that are met in
// commands that post; the others are switches. (curl's man page)
const shortWithValue = "AbcCdDeEFhHKmoPQrtTuUwxXyYz"

var longWithValue = set(`abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout
connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode
delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header engine etag-compare etag-save
expect100-timeout form form-string happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hsts interface ip-tos json
keepalive-time key key-type limit-rate local-port login-options max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer
output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-header proxy-user
range rate referer request request-target resolve retry retry-delay retry-max-time service-name socks4 socks4a socks5
socks5-hostname speed-limit speed-time stderr telnet-option time-cond tls-max tls13-ciphers trace trace-ascii trace-config
unix-socket upload-file url url-query user user-agent variable vlan-priority write-out`)

func set(names string) map[string]bool {
	all := make(map[string]bool)
	for name := range strings.FieldsSeq(names) {
		all[name] = true
	}
	return all
}

// longOf are the long names of short options that say what is sent.
var longOf = map[byte]string{
	'd': "data", 'H': "header", 'u': "user", 'X': "request", 'F': "form", 'T': "upload-file", 'G': "get", 'A': "user-agent", 'e': "referer", 'K': "config",
}

// readTransfer reads the words of a curl command, which stands in text, as curl does.
func readTransfer(text []byte, stmt *syntax.Stmt) (*transfer, error) {
	t := &transfer{header: make(http.Header)}
	for _, redirect := range stmt.Redirs {
		if redirect.Hdoc == nil {
			continue
		}
		in := document
		if redirect.Word.Lit() == "" {
			in = asWritten
		}
		var err error
		if t.stdin, err = literal(text, redirect.Hdoc.Parts, in); err != nil {
			return nil, refused("with a command inside: segtap runs nothing", giveJSON)
		}
		t.lines = true
	}
	var words []string
	for _, w := range wordsOf(stmt) {
		word, err := literal(text, w.Parts, bare)
		if err != nil {
			return nil, refused("with a command inside: segtap runs nothing", giveJSON)
		}
		words = append(words, word)
	}
	for i := 0; i < len(words); i++ {
		word := words[i]
		take := func(at string) string { // the value of an option
			if at != "" {
				return at
			}
			if i++; i < len(words) {
				return words[i]
			}
			return ""
		}
		if err := t.word(word, take); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// word takes one word; take gives the value of an option, of which a part may stand
// with it.
func (t *transfer) word(word string, take func(at string) string) error {
	if strings.HasPrefix(word, "^") {
		return refused("for the command line of Windows", CopyAgain)
	}
	if name, ok := strings.CutPrefix(word, "--"); ok {
		name, value, with := strings.Cut(name, "=")
		switch {
		case with: // as some write it; curl itself does not
			return t.option(name, value)
		case longWithValue[name]:
			return t.option(name, take(""))
		}
		return t.option(name, "")
	}
	switches, ok := strings.CutPrefix(word, "-")
	if !ok || switches == "" {
		t.urls = append(t.urls, word)
		return nil
	}
	for i := range len(switches) {
		c := switches[i]
		if strings.IndexByte(shortWithValue, c) >= 0 {
			return t.option(longOf[c], take(switches[i+1:]))
		}
		if err := t.option(longOf[c], ""); err != nil {
			return err
		}
	}
	return nil
}

// option takes an option, those that say nothing of what is sent not at all.
func (t *transfer) option(name, value string) error {
	switch name {
	case "url":
		t.urls = append(t.urls, value)
	case "request":
		t.method = value
	case "get":
		t.inQuery = true
	case "header":
		if name, text, ok := strings.Cut(value, ":"); ok {
			t.header.Add(strings.TrimSpace(name), strings.TrimSpace(text))
		}
	case "user-agent":
		t.header.Set("User-Agent", value)
	case "referer":
		t.header.Set("Referer", value)
	case "user":
		t.header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(value)))
	case "oauth2-bearer":
		t.header.Set("Authorization", "Bearer "+value)
	case "data", "data-ascii", "data-binary", "json":
		return t.addData(name, value)
	case "data-raw":
		t.hasData = true
		t.data = append(t.data, value)
	case "data-urlencode":
		return refused("that encodes its data for a URL", giveJSON)
	case "form", "form-string":
		return refused("that uploads a form", giveJSON)
	case "upload-file":
		return refused("that sends a file, "+value, "give that file")
	case "config":
		return refused("whose options stand in a file, "+value, giveJSON)
	}
	return nil
}

// addData takes data, which stands in a file if it begins with @.
func (t *transfer) addData(name, value string) error {
	t.hasData = true
	if name == "json" && t.header.Get("Content-Type") == "" {
		t.header.Set("Content-Type", "application/json")
	}
	file, ok := strings.CutPrefix(value, "@")
	switch {
	case !ok:
	case file != "-":
		return refused("that sends a file, "+file, "give that file")
	case !t.lines:
		return refused("that sends its standard input", "give that instead")
	default:
		value = t.stdin
		if name == "data" || name == "data-ascii" {
			value = strings.NewReplacer("\r", "", "\n", "").Replace(value)
		}
	}
	if name == "json" && len(t.data) > 0 { // several of these are one text
		t.data[len(t.data)-1] += value
		return nil
	}
	t.data = append(t.data, value)
	return nil
}

// sent returns what is sent, and where.
func (t *transfer) sent() (*Transfer, error) {
	if len(t.urls) == 0 {
		return nil, refused("without a URL", giveJSON)
	}
	text := t.urls[0]
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	to, err := url.Parse(text)
	if err != nil {
		return nil, refused("to something that is no URL", giveJSON)
	}
	sent := &Transfer{Method: strings.ToUpper(t.method), URL: to, Header: t.header, Body: []byte(strings.Join(t.data, "&")), HasData: t.hasData}
	if t.inQuery && t.hasData {
		to.RawQuery = strings.TrimPrefix(to.RawQuery+"&"+string(sent.Body), "&")
		sent.Body, sent.HasData = nil, false
	}
	if sent.Method == "" {
		sent.Method = http.MethodPost
	}
	return sent, nil
}
