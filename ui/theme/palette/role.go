package palette

// Role is what a colour is for.
type Role uint8

// The roles. Surfaces are backgrounds: that of the terminal, which stays as it is and is
// only declared, and those that are painted on it.
const (
	Surface  Role = iota // the terminal's own background
	Raised               // what covers or heads something
	Selected             // the row that keys act on
	Blurred              // the selected row of what does not get the keys
	Linked               // the line that the selected one feeds, or is fed by
	Text                 // text on a painted surface; elsewhere it is the terminal's own
	Quiet                // text of less weight
	OK
	Warn
	Error
	Accent
	Key // a key to press
	JSONName
	JSONString
	JSONNumber
	JSONLiteral
	JSONPunctuation
	Rule
	FocusedRule // the title of the pane that gets the keys, on the surface of what is selected
	ScrollBar
	Match // what was searched for: a surface, and the text on it
	MatchText
	LabelOK // a verdict as a label: a surface, and the text on it
	LabelOKText
	LabelWarn
	LabelWarnText
	LabelError
	LabelErrorText
	LabelQuiet
	LabelQuietText
	Tab // the screen that is open
	TabText
	roles
)

func (r Role) String() string {
	return [roles]string{
		"surface", "raised", "selected", "blurred", "linked", "text", "quiet", "ok", "warn", "error", "accent", "key",
		"json-name", "json-string", "json-number", "json-literal", "json-punctuation", "rule", "focused-rule", "scroll-bar",
		"match", "match-text", "label-ok", "label-ok-text", "label-warn", "label-warn-text", "label-error", "label-error-text",
		"label-quiet", "label-quiet-text", "tab", "tab-text",
	}[r]
}

// Roles returns the names of all roles.
func Roles() []string {
	names := make([]string, roles)
	for r := range roles {
		names[r] = r.String()
	}
	return names
}

// Find returns the role of a name.
func Find(name string) (Role, bool) {
	for r := range roles {
		if r.String() == name {
			return r, true
		}
	}
	return 0, false
}

// Texts returns the roles of text that may stand on any surface.
func Texts() []Role {
	return []Role{Text, Quiet, OK, Warn, Error, Accent, Key, JSONName, JSONString, JSONNumber, JSONLiteral, JSONPunctuation}
}

// Surfaces returns the surfaces that those stand on.
func Surfaces() []Role { return []Role{Surface, Raised, Selected, Blurred, Linked} }

// Labels returns the surfaces that have a text of their own, each with that.
func Labels() [][2]Role {
	return [][2]Role{
		{Match, MatchText}, {LabelOK, LabelOKText}, {LabelWarn, LabelWarnText}, {LabelError, LabelErrorText}, {LabelQuiet, LabelQuietText}, {Tab, TabText},
	}
}
