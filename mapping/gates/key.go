package gates

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Keyed is gate 4: there is a usable context key, and it is one person's.
func Keyed(f *Findings, m *message.Message, o *destination.Outcome) {
	v := o.Find(destination.FieldUserKey)
	if e := o.ErrorOf(destination.FieldUserKey); e != nil {
		checkNoKey(f, m, v, e, o)
		return
	}
	if o.Event == nil && v.Value().IsBlank() {
		return // something else stopped the event before its key was looked at
	}
	key, err := keyText(v.Value(), o)
	if err == nil && v.Value().Kind() != jsondoc.String {
		f.coercedKey(v, key)
	}
	if err == nil && v.Is("", "anonymousId") {
		f.noUserKey(m, v)
	}
	nobody, wrapped := looksLike(key)
	if err == nil && nobody {
		d := f.add(verdict.UserKeyShared, v.At(), v.Raw())
		d.Effect = prose.Quoted(key) + " looks like a placeholder: all who send it count as one unit of the experiment."
		shared(d, v.Node(), o)
	}
	if err == nil && wrapped {
		f.wrappedKey(v.Node(), "")
	}
	checkContexts(f, m, v, o)
}

// noUserKey notes that the key is the anonymousId, and where a user stands whom
// the mapping would have taken first.
func (f *Findings) noUserKey(m *message.Message, v destination.Found) {
	d := f.add(verdict.UserKeyFromAnonymousID, v.At(), v.Raw())
	if !slices.Contains(v.Alternatives(), "/userId") {
		return
	}
	if d.QuickFix = nearMiss(d, m.Root, v.Outcome, "/userId"); d.QuickFix != nil {
		d.Severity = verdict.Warning // a user is known, and not read
	}
}

// keyText gives the context key that the value becomes.
func keyText(v kit.Value, o *destination.Outcome) (string, error) {
	if e := o.Event; e != nil && e.UserKey != "" {
		return e.UserKey, nil
	} else if e != nil && v.Kind() == jsondoc.String { // it is there already
		key, _ := e.ContextKey(e.OwnKind)
		return key, nil
	}
	return v.JSString()
}

// coercedKey notes a key that is made of something else than a string. Its
// repair has the digits that were sent, which JavaScript does not always keep.
func (f *Findings) coercedKey(v destination.Found, key string) {
	d := f.add(verdict.UserKeyCoerced, v.At(), v.Raw())
	node := v.Node()
	d.Effect = "It is " + prose.Article(v.Value().Kind()) + ": the context key is the text that JavaScript makes of it, " + prose.Quoted(key) +
		", and must equal the key that the flag was evaluated with."
	if node.Kind() == jsondoc.Number {
		d.Fix = "Send it as a string: " + prose.Quoted(string(node.Raw())) + "."
		d.QuickFix = digitsAsText(node)
	}
}

// digitsAsText makes an id that is a number a string of the digits that were sent.
func digitsAsText(id jsondoc.Value) verdict.Patch {
	if id.Kind() != jsondoc.Number || id.Parent().Kind() != jsondoc.Object {
		return nil
	}
	return verdict.Patch{{Op: "replace", Path: id.Pointer(), Value: string(jsondoc.AppendString(nil, string(id.Raw())))}}
}

// usableID reports whether an id is a string that stands for somebody.
func usableID(id jsondoc.Value) bool {
	return id.Kind() == jsondoc.String && !empty(id) && !isPlaceholder(id.Text())
}

// leaveOut removes an id that stands for nobody where the other one can take its
// place: with Segment, and with the mapping in force. Where no action takes the
// message, o is nil, and nothing is mapped.
func leaveOut(id jsondoc.Value, o *destination.Outcome) verdict.Patch {
	other := map[string]string{"/userId": "anonymousId", "/anonymousId": "userId"}[id.Pointer()]
	if other == "" || !usableID(id.Parent().Member(other)) {
		return nil
	}
	without := verdict.Patch{{Op: "remove", Path: id.Pointer()}}
	if o == nil || !o.Maps(destination.FieldUserKey) {
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
func keyAfter(o *destination.Outcome, p verdict.Patch) (root jsondoc.Value, key kit.Value) {
	text, err := p.Apply(o.Message().Doc().Bytes())
	if err != nil {
		return root, key
	}
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return root, key
	}
	root = doc.Root()
	return root, o.Resolve(destination.FieldUserKey, root)
}

// rekeyed reports whether the mapping takes another key with a patch, and a good
// one.
func rekeyed(o *destination.Outcome, p verdict.Patch) bool {
	_, key := keyAfter(o, p)
	before := o.Find(destination.FieldUserKey).Value()
	return isGood(key) && (before.Kind() != jsondoc.String || before.Text() != key.Text())
}

// shared says of a key that stands for nobody what to do while there is none.
func shared(d *verdict.Diagnostic, id jsondoc.Value, o *destination.Outcome) {
	if p := id.Pointer(); p == "/userId" || p == "/anonymousId" {
		d.Fix = "Leave " + id.Name() + " out while there is none."
		d.QuickFix = leaveOut(id, o)
	}
}

func checkNoKey(f *Findings, m *message.Message, v destination.Found, e *destination.FieldError, o *destination.Outcome) {
	if e.Kind != destination.FieldMissing {
		d := f.refused(verdict.FieldRejected, verdict.Keyed, v, e.Message)
		needs(d, v, e.Field)
		return
	}
	if v.Value().Kind() == jsondoc.String { // it is there, and empty
		d := f.refused(verdict.UserKeyEmpty, verdict.Keyed, v, e.Message)
		d.Fix = "Send " + prose.Dotted(v.At()) + ": the mapping takes " + e.Field.Label + " from there."
		if v.Is("", "userId") {
			d.Fix = "Leave userId out while there is no user."
			if slices.Contains(v.Alternatives(), "/anonymousId") {
				d.Effect += " userId exists, so anonymousId is not read; being empty, userId is then taken out."
				d.Fix = "Leave userId out while there is no user: anonymousId then takes its place."
				d.QuickFix = leaveOut(v.Node(), o)
			}
		}
		return
	}
	d := f.refused(verdict.UserKeyMissing, verdict.Keyed, v, e.Message)
	if places := v.Wanted(); !slices.Equal(places, []string{"/userId", "/anonymousId"}) {
		needs(d, v, e.Field)
		return
	}
	d.QuickFix = nearMiss(d, m.Root, o, "/userId", "/anonymousId")
	if f.has(verdict.NoUserAnonID) { // one mistake, which need not be told twice
		d.Effect = "The same cause as " + verdict.NoUserAnonID.String() + ": an id repairs both."
	}
}

// isContextKind reports whether LaunchDarkly allows a context kind: letters,
// digits, dot, dash and underscore, and neither "kind" nor "multi".
func isContextKind(kind string) bool {
	for i := range len(kind) {
		if !isWord(kind[i]) {
			return false
		}
	}
	return kind != "" && kind != "kind" && kind != "multi"
}

// checkContexts looks at the other context keys of the event that goes out; own
// is where its own key comes from.
func checkContexts(f *Findings, m *message.Message, own destination.Found, o *destination.Outcome) {
	if o.Event == nil {
		return
	}
	for _, c := range o.Event.ContextKeys {
		if !isContextKind(c.Kind) {
			d := f.add(verdict.ContextKindInvalid, "", jsondoc.AppendString(nil, c.Kind))
			d.Effect = "Segment sends the key of the kind " + prose.Quoted(c.Kind) + "; LaunchDarkly accepts the request and cannot use the event."
		}
		if c.Kind == o.Event.OwnKind {
			continue
		}
		if nobody, wrapped := looksLike(c.Key); !nobody && !wrapped {
			continue
		}
		node := keyOf(o, c.Kind)
		if node.Kind() == jsondoc.Absent || node == own.Node() {
			continue // the mapping has it itself, or it has been looked at
		}
		f.otherKey(c, node, o)
	}
}

// keyOf gives the place of the message that an additional context key comes
// from; Absent when it is made of several, or of none.
func keyOf(o *destination.Outcome, kind string) jsondoc.Value {
	part := "/" + jsondoc.EscapePointer(kind)
	for _, source := range o.Sources(destination.FieldContextKeys) {
		switch {
		case len(source.From) != 1:
		case source.Part == part:
			return o.Message().Lookup(source.From[0])
		case source.Part == "":
			return o.Message().Lookup(source.From[0] + part)
		}
	}
	return jsondoc.Value{}
}

// otherKey notes an additional context key that stands for nobody, or that has
// something around it.
func (f *Findings) otherKey(c destination.ContextKey, node jsondoc.Value, o *destination.Outcome) {
	switch {
	case node.Kind() == jsondoc.Null:
		d := f.add(verdict.UserKeyNullText, node.Pointer(), node.Raw())
		d.Effect = "The key of " + c.Kind + " becomes the text \"null\", which everyone shares whose " + prose.Dotted(node.Pointer()) + " is null."
		d.Fix = "Leave " + prose.Dotted(node.Pointer()) + " out instead of sending null."
		d.QuickFix = verdict.Patch{{Op: "remove", Path: node.Pointer()}}
	case isPlaceholder(c.Key):
		d := f.add(verdict.UserKeyShared, node.Pointer(), node.Raw())
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

// placeholderLengths has the bits of the lengths that placeholders have.
var placeholderLengths = func() (lengths uint64) {
	for _, p := range placeholders {
		lengths |= 1 << len(p)
	}
	return lengths
}()

// isPlaceholder reports whether a key stands for nobody in particular, in any
// case and whatever is around it.
func isPlaceholder(key string) bool {
	nobody, _ := looksLike(key)
	return nobody
}

// looksLike reports whether a key stands for nobody, as of [isPlaceholder], and whether it
// is wrapped, as of [isWrapped].
func looksLike(key string) (nobody, wrapped bool) {
	bare := unwrapKey(key)
	wrapped = bare != key
	if len(bare) < 64 && placeholderLengths>>len(bare)&1 != 0 {
		for _, p := range placeholders {
			if len(p) == len(bare) && (p == "" || p[0] == lowerASCII(bare[0])) && strings.EqualFold(p, bare) {
				return true, wrapped
			}
		}
	}
	return isTemplate(bare), wrapped
}

// isTemplate reports whether a key is a variable that nobody has filled in, as
// {{user_id}}, ${userId}, <%= id %> and <null> are.
func isTemplate(key string) bool {
	if key == "" || key[0] != '{' && key[0] != '$' && key[0] != '<' {
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
func (f *Findings) wrappedKey(node jsondoc.Value, of string) {
	if node.Kind() != jsondoc.String {
		return
	}
	key := node.Text()
	meant := unwrapKey(key)
	if isPlaceholder(key) {
		return
	}
	d := f.add(verdict.UserKeyWrapped, node.Pointer(), node.Raw())
	d.Effect = "The context key" + of + " has " + whatIsAround(key) + ": it is another key than " + prose.Quoted(meant) + " to LaunchDarkly, which compares keys exactly."
	d.Fix = "Send " + prose.Quoted(meant) + "."
	d.QuickFix = verdict.Patch{{Op: "replace", Path: node.Pointer(), Value: string(jsondoc.AppendString(nil, meant))}}
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
	return unwrapped(key)
}

func unwrapped(key string) string {
	for range 4 { // an escape of an escape is hardly one of another
		next := unescaped(unquoted(strings.TrimFunc(key, isBlank)))
		if next == key {
			break
		}
		key = next
	}
	return key
}

// isBare reports whether a key has nothing around it: it begins and ends with a character
// of a word, and has no percent escapes. It says no of some that have nothing either.
func isBare(key string) bool {
	return key == "" || isWord(key[0]) && isWord(key[len(key)-1]) && strings.IndexByte(key, '%') < 0
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '_' || c == '-'
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
