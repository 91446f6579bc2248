package mapping

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
	"segtap/mapping/kit"
)

// checkKey is gate 4: there is a usable context key, and it is one person's.
func checkKey(f *findings, m *Message, o *Outcome) {
	v := o.find(fieldUserKey)
	if e := o.fieldError(fieldUserKey); e != nil {
		checkNoKey(f, m, v, e, o)
		return
	}
	if o.Event == nil && v.value().IsBlank() {
		return // something else stopped the event before its key was looked at
	}
	key, err := keyText(v.value(), o)
	if err == nil && v.value().Kind() != jsondoc.String {
		f.coercedKey(v, key)
	}
	if err == nil && v.is("", "anonymousId") {
		f.noUserKey(m, v)
	}
	if err == nil && isPlaceholder(key) {
		d := f.add(UserKeyShared, v.at(), v.raw())
		d.Effect = quoted(key) + " looks like a placeholder: all who send it count as one unit of the experiment."
		shared(d, v.node(), o)
	}
	if err == nil && isWrapped(key) {
		f.wrappedKey(v.node(), "")
	}
	checkContexts(f, m, v, o)
}

// noUserKey notes that the key is the anonymousId, and where a user stands whom
// the mapping would have taken first.
func (f *findings) noUserKey(m *Message, v found) {
	d := f.add(UserKeyFromAnonymousID, v.at(), v.raw())
	if !slices.Contains(v.alternatives(), "/userId") {
		return
	}
	if d.QuickFix = nearMiss(d, m.Root, v.outcome, "/userId"); d.QuickFix != nil {
		d.Severity = Warning // a user is known, and not read
	}
}

// keyText gives the context key that the value becomes.
func keyText(v kit.Value, o *Outcome) (string, error) {
	if o.Event != nil && o.Event.UserKey != "" {
		return o.Event.UserKey, nil
	}
	return v.JSString()
}

// coercedKey notes a key that is made of something else than a string. Its
// repair has the digits that were sent, which JavaScript does not always keep.
func (f *findings) coercedKey(v found, key string) {
	d := f.add(UserKeyCoerced, v.at(), v.raw())
	node := v.node()
	d.Effect = "It is " + article(v.value().Kind()) + ": the context key is the text that JavaScript makes of it, " + quoted(key) +
		", and must equal the key that the flag was evaluated with."
	if node.Kind() == jsondoc.Number {
		d.Fix = "Send it as a string: " + quoted(string(node.Raw())) + "."
		d.QuickFix = digitsAsText(node)
	}
}

// digitsAsText makes an id that is a number a string of the digits that were sent.
func digitsAsText(id jsondoc.Value) Patch {
	if id.Kind() != jsondoc.Number || id.Parent().Kind() != jsondoc.Object {
		return nil
	}
	return Patch{{Op: "replace", Path: id.Pointer(), Value: string(jsondoc.AppendString(nil, string(id.Raw())))}}
}

// usableID reports whether an id is a string that stands for somebody.
func usableID(id jsondoc.Value) bool {
	return id.Kind() == jsondoc.String && !empty(id) && !isPlaceholder(id.Text())
}

// leaveOut removes an id that stands for nobody where the other one can take its
// place: with Segment, and with the mapping in force. Where no action takes the
// message, o is nil, and nothing is mapped.
func leaveOut(id jsondoc.Value, o *Outcome) Patch {
	other := map[string]string{"/userId": "anonymousId", "/anonymousId": "userId"}[id.Pointer()]
	if other == "" || !usableID(id.Parent().Member(other)) {
		return nil
	}
	without := Patch{{Op: "remove", Path: id.Pointer()}}
	if o == nil || !o.maps(fieldUserKey) {
		return without // no key is taken from the message
	}
	root, key := keyAfter(o, without)
	if near, _ := nearMember(root, id.Pointer()); near.Kind() != jsondoc.Absent || !isGood(key) {
		return nil // what was meant is rather that; or there would be no key, or none better
	}
	return without
}

// isGood reports whether a key has nothing wrong with it.
func isGood(key kit.Value) bool {
	return key.Kind() == jsondoc.String && !isPlaceholder(key.Text()) && !isWrapped(key.Text())
}

// keyAfter gives the message with a patch, and the key that the mapping then takes.
func keyAfter(o *Outcome, p Patch) (root jsondoc.Value, key kit.Value) {
	text, err := p.Apply(o.message().Doc().Bytes())
	if err != nil {
		return root, key
	}
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return root, key
	}
	root = doc.Root()
	return root, o.resolve(fieldUserKey, root)
}

// rekeyed reports whether the mapping takes another key with a patch, and a good
// one.
func rekeyed(o *Outcome, p Patch) bool {
	_, key := keyAfter(o, p)
	before := o.find(fieldUserKey).value()
	return isGood(key) && (before.Kind() != jsondoc.String || before.Text() != key.Text())
}

// shared says of a key that stands for nobody what to do while there is none.
func shared(d *Diagnostic, id jsondoc.Value, o *Outcome) {
	if p := id.Pointer(); p == "/userId" || p == "/anonymousId" {
		d.Fix = "Leave " + id.Name() + " out while there is none."
		d.QuickFix = leaveOut(id, o)
	}
}

func checkNoKey(f *findings, m *Message, v found, e *FieldError, o *Outcome) {
	if e.Kind != FieldMissing {
		d := f.refused(FieldRejected, Keyed, v, e.Message)
		needs(d, v, e.Field)
		return
	}
	if v.value().Kind() == jsondoc.String { // it is there, and empty
		d := f.refused(UserKeyEmpty, Keyed, v, e.Message)
		d.Fix = "Send " + dotted(v.at()) + ": the mapping takes " + e.Field.Label + " from there."
		if v.is("", "userId") {
			d.Fix = "Leave userId out while there is no user."
			if slices.Contains(v.alternatives(), "/anonymousId") {
				d.Effect += " userId exists, so anonymousId is not consulted; being empty it is then removed."
				d.Fix = "Leave userId out while there is no user: anonymousId then takes its place."
				d.QuickFix = leaveOut(v.node(), o)
			}
		}
		return
	}
	d := f.refused(UserKeyMissing, Keyed, v, e.Message)
	if places := v.wanted(); !slices.Equal(places, []string{"/userId", "/anonymousId"}) {
		needs(d, v, e.Field)
		return
	}
	d.QuickFix = nearMiss(d, m.Root, o, "/userId", "/anonymousId")
}

// isContextKind reports whether LaunchDarkly allows a context kind: letters,
// digits, dot, dash and underscore, and neither "kind" nor "multi".
func isContextKind(kind string) bool {
	for _, c := range []byte(kind) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return kind != "" && kind != "kind" && kind != "multi"
}

// checkContexts looks at the other context keys of the event that goes out; own
// is where its own key comes from.
func checkContexts(f *findings, m *Message, own found, o *Outcome) {
	if o.Event == nil {
		return
	}
	for _, c := range o.Event.ContextKeys {
		if !isContextKind(c.Kind) {
			d := f.add(ContextKindInvalid, "", jsondoc.AppendString(nil, c.Kind))
			d.Effect = "Segment sends the key of the kind " + quoted(c.Kind) + "; LaunchDarkly accepts the request and cannot use the event."
		}
		if c.Kind == o.Event.OwnKind || !isPlaceholder(c.Key) && !isWrapped(c.Key) {
			continue
		}
		node := keyOf(o, c.Kind)
		if node.Kind() == jsondoc.Absent || node == own.node() {
			continue // the mapping has it itself, or it has been looked at
		}
		f.otherKey(c, node, o)
	}
}

// keyOf gives the place of the message that an additional context key comes
// from; Absent when it is made of several, or of none.
func keyOf(o *Outcome, kind string) jsondoc.Value {
	part := "/" + jsondoc.EscapePointer(kind)
	for _, source := range o.sources(fieldContextKeys) {
		switch {
		case len(source.From) != 1:
		case source.Part == part:
			return o.message().Lookup(source.From[0])
		case source.Part == "":
			return o.message().Lookup(source.From[0] + part)
		}
	}
	return jsondoc.Value{}
}

// otherKey notes an additional context key that stands for nobody, or that has
// something around it.
func (f *findings) otherKey(c ContextKey, node jsondoc.Value, o *Outcome) {
	switch {
	case node.Kind() == jsondoc.Null:
		d := f.add(UserKeyNullText, node.Pointer(), node.Raw())
		d.Effect = "The key of " + c.Kind + " becomes the text \"null\", which everyone shares whose " + dotted(node.Pointer()) + " is null."
		d.Fix = "Leave " + dotted(node.Pointer()) + " out instead of sending null."
		d.QuickFix = Patch{{Op: "remove", Path: node.Pointer()}}
	case isPlaceholder(c.Key):
		d := f.add(UserKeyShared, node.Pointer(), node.Raw())
		d.Effect = "It is the key of " + c.Kind + ": all who send it count as one unit of an experiment by that kind."
		shared(d, node, o)
	}
	f.wrappedKey(node, " of "+c.Kind)
}

// placeholders are context keys that stand for nobody in particular, in lower
// case.
var placeholders = []string{
	"", "null", "(null)", "undefined", "nan", "0", "-1", "false", "true", "anonymous", "guest", "unknown", "none", "nil", "user", "test",
	"n/a", "not set", "(not set)", "[object object]", "00000000-0000-0000-0000-000000000000",
}

// isPlaceholder reports whether a key stands for nobody in particular, in any
// case and whatever is around it.
func isPlaceholder(key string) bool {
	key = unwrapKey(key)
	for _, p := range placeholders {
		if len(p) == len(key) && strings.EqualFold(p, key) {
			return true
		}
	}
	return isTemplate(key)
}

// isTemplate reports whether a key is a variable that nobody has filled in, as
// {{user_id}}, ${userId}, <%= id %> and <null> are.
func isTemplate(key string) bool {
	if key == "" || strings.IndexByte("{$<", key[0]) < 0 {
		return false
	}
	for _, marks := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"<%", "%>"}, {"<", ">"}} {
		if strings.HasPrefix(key, marks[0]) && strings.HasSuffix(key, marks[1]) {
			return true
		}
	}
	return false
}

// wrappedKey notes a key that has blanks or quotes around it, or escapes in it:
// the flag was hardly evaluated with it.
func (f *findings) wrappedKey(node jsondoc.Value, of string) {
	if node.Kind() != jsondoc.String {
		return
	}
	key := node.Text()
	meant := unwrapKey(key)
	if isPlaceholder(key) {
		return
	}
	d := f.add(UserKeyWrapped, node.Pointer(), node.Raw())
	d.Effect = "The context key" + of + " has " + whatIsAround(key) + ": it is another key than " + quoted(meant) + " to LaunchDarkly, which compares keys exactly."
	d.Fix = "Send " + quoted(meant) + "."
	d.QuickFix = Patch{{Op: "replace", Path: node.Pointer(), Value: string(jsondoc.AppendString(nil, meant))}}
}

// isWrapped reports whether a key has something around it, or escapes in it.
func isWrapped(key string) bool { return unwrapKey(key) != key }

// whatIsAround names what is around a key.
func whatIsAround(key string) string {
	switch {
	case strings.TrimFunc(key, isBlank) != key:
		return "blanks around it"
	case unquoted(key) != key:
		return "quotes around it"
	}
	return "percent escapes in it"
}

// unwrapKey takes away the blanks and quotes around a key, and percent escapes
// in it, as often as there are any. It is quick with a key that has none.
func unwrapKey(key string) string {
	if isBare(key) {
		return key
	}
	for range 4 { // an escape of an escape is hardly one of another
		next := unescaped(unquoted(strings.TrimFunc(key, isBlank)))
		if next == key {
			break
		}
		key = next
	}
	return key
}

// isBare reports whether a key has nothing in it that could be around another one.
func isBare(key string) bool {
	for i := range len(key) {
		switch c := key[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-', c == '.', c == '@', c == '|', c == ':':
		default:
			return false
		}
	}
	return true
}

// isBlank reports whether nobody sees a character at the edge of a key.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || unicode.IsControl(r)
}

func unquoted(key string) string {
	if len(key) < 2 {
		return key
	}
	if c := key[0]; (c == '"' || c == '\'' || c == '`') && key[len(key)-1] == c {
		return key[1 : len(key)-1]
	}
	return key
}

// unescaped undoes percent escapes; a key stays as it is when not all that looks
// like one is one, or what comes of it is no text.
func unescaped(key string) string {
	if strings.IndexByte(key, '%') < 0 {
		return key
	}
	plain, err := url.PathUnescape(key)
	if err != nil || !utf8.ValidString(plain) || strings.ContainsFunc(plain, unicode.IsControl) {
		return key
	}
	return plain
}
