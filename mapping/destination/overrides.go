package destination

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// internalPrefix begins the members that Segment keeps beside the fields of a
// mapping.
const internalPrefix = "__segment_internal_"

// readOverrides finds the mappings of each action, by its name. See [NewEngine]
// for the forms that they may have.
func readOverrides(dest *Destination, opts EngineOptions) (map[string]jsondoc.Value, error) {
	overrides := map[string]jsondoc.Value{}
	v := opts.Mappings
	if opts.Lenient {
		for i := range dest.Actions {
			overrides[dest.Actions[i].Name] = v
		}
		return overrides, nil
	}
	subscriptions := []jsondoc.Value{v}
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Null:
		return overrides, nil
	case jsondoc.Array:
		subscriptions = slices.Collect(v.Elements())
	case jsondoc.Object:
		if list := v.Member("subscriptions"); list.Kind() == jsondoc.Array {
			subscriptions = slices.Collect(list.Elements())
		}
	default:
		return nil, errors.New("the mapping must be an object of fields, or a subscription or a list of subscriptions as Segment's API gives them")
	}
	for _, subscription := range subscriptions {
		action, fields, err := readSubscription(dest, subscription)
		if err != nil {
			return nil, err
		}
		overrides[action] = fields
	}
	return overrides, nil
}

// readSubscription finds the action of a subscription and its mapping.
func readSubscription(dest *Destination, v jsondoc.Value) (action string, fields jsondoc.Value, err error) {
	for _, name := range []string{"data", "subscription"} { // as answers of the API wrap it
		if inner := v.Member(name); inner.Kind() == jsondoc.Object {
			v = inner
		}
	}
	if v.Kind() != jsondoc.Object {
		return "", v, errors.New("a subscription must be an object, and " + v.Pointer() + " is not")
	}
	found, err := subscriptionAction(dest, v)
	if err != nil {
		return "", v, err
	}
	for _, name := range []string{"mapping", "settings"} {
		if m := v.Member(name); m.Kind() == jsondoc.Object {
			return found.Name, m, nil
		}
	}
	return found.Name, v, nil
}

// subscriptionAction gives the action that a subscription names by its slug or
// label; the first one when it names none.
func subscriptionAction(dest *Destination, v jsondoc.Value) (*Action, error) {
	for _, member := range []string{"partnerAction", "actionSlug"} {
		name := v.Member(member)
		if name.Kind() != jsondoc.String {
			continue
		}
		if action := dest.Action(name.Text()); action != nil {
			return action, nil
		}
		return nil, fmt.Errorf("the destination %s has no action %q: it has %s", dest.Label, name.Text(), actionNames(dest))
	}
	// The name of a subscription is free text; often it is the action's label.
	for i := range dest.Actions {
		if name := v.Member("name"); name.TextIs(dest.Actions[i].Name) || name.TextIs(dest.Actions[i].Label) {
			return &dest.Actions[i], nil
		}
	}
	return &dest.Actions[0], nil
}

func actionNames(dest *Destination) string {
	names := make([]string, 0, len(dest.Actions))
	for i := range dest.Actions {
		names = append(names, dest.Actions[i].Name)
	}
	return strings.Join(names, ", ")
}

// compileAction compiles the mappings of an action, those of the workspace laid
// over the default ones.
func compileAction(action *Action, overrides jsondoc.Value, lenient bool) (compiledAction, error) {
	c := compiledAction{mappings: make([]*kit.Mapping, len(action.Fields))}
	var problems []string
	compile := func(name string, mapping jsondoc.Value) *kit.Mapping {
		m, err := kit.Compile(name, mapping)
		if invalid, ok := errors.AsType[*kit.InvalidError](err); ok {
			problems = append(problems, invalid.Problems...)
		}
		return m
	}
	for i := range action.Fields {
		f := &action.Fields[i]
		mapping := overrides.Member(f.Name)
		if mapping.Kind() == jsondoc.Absent && f.Default != "" {
			doc, err := jsondoc.Parse([]byte(f.Default))
			if err != nil {
				return c, fmt.Errorf("the default mapping of %s: %w", f.Name, err)
			}
			mapping = doc.Root()
		}
		if mapping.Kind() > jsondoc.Null {
			c.mappings[i] = compile(f.Name, mapping)
		}
	}
	unknown := unknownFields(action, overrides)
	if len(unknown) > 0 && !lenient {
		return c, unknownFieldError(action, unknown)
	}
	for _, m := range unknown {
		c.extra = append(c.extra, compile(m.Name(), m))
	}
	if problem := rootDirective(action, unknown); problem != "" {
		problems = []string{problem}
	}
	if len(problems) > 0 {
		c.invalid = &kit.InvalidError{Problems: problems}
	}
	if lenient {
		return c, nil
	}
	return c, c.invalid
}

// unknownFields gives the members of a mapping that are no fields of the
// action, nor Segment's own business.
func unknownFields(action *Action, overrides jsondoc.Value) []jsondoc.Value {
	var unknown []jsondoc.Value
	for m := range overrides.Properties() {
		if name := m.Name(); action.Field(name) == nil && !strings.HasPrefix(name, internalPrefix) {
			unknown = append(unknown, m)
		}
	}
	return unknown
}

func unknownFieldError(action *Action, unknown []jsondoc.Value) error {
	var names, valid []string
	for _, m := range unknown {
		names = append(names, m.Name())
	}
	for i := range action.Fields {
		valid = append(valid, action.Fields[i].Name)
	}
	return fmt.Errorf("%s has no field %s: its fields are %s",
		action.Name, strings.Join(names, ", "), strings.Join(valid, ", "))
}

// rootDirective is Segment's complaint about a directive among the fields.
func rootDirective(action *Action, unknown []jsondoc.Value) string {
	directives := 0
	for _, m := range unknown {
		if strings.HasPrefix(m.Name(), "@") {
			directives++
		}
	}
	switch directives {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("/ should only have one @-prefixed key but it has %d keys.", len(action.Fields)+len(unknown))
	}
	return fmt.Sprintf("/ should only have one @-prefixed key but it has %d keys.", directives)
}
