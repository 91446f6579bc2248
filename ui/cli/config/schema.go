package config

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/pflag"

	"segtap/capture/replay"
	"segtap/ui/keymap"
	"segtap/ui/theme/palette"
)

// choices is the annotation of a flag that takes some words only.
const choices = "choices"

// SetChoices says which words a flag takes, and no others.
func SetChoices(flags *pflag.FlagSet, name string, words ...string) {
	_ = flags.SetAnnotation(name, choices, words) // fails for a flag that is not there
}

// form is the annotation of a flag whose texts have a form: of one in a list, and of one alone.
const form = "form"

// SetForm says which regular expressions the texts of a flag that may be given several times
// match: one in a list, and one that stands alone and is taken apart at its commas.
func SetForm(flags *pflag.FlagSet, name, listed, alone string) {
	_ = flags.SetAnnotation(name, form, []string{listed, alone}) // as above
}

// node is a part of a JSON Schema.
type node map[string]any

// Schema returns the JSON Schema of a project's file, or of the user's own: of the settings, which
// flags of [Flags] are for, and of the tables. It is of draft 7, which the editors
// for TOML know. What it admits the program reads; words that only mean something at the time, such as the name
// of a theme, it does not know.
func Schema(flags *pflag.FlagSet, user bool) ([]byte, error) {
	properties := make(node)
	flags.VisitAll(func(f *pflag.Flag) {
		if user || MayProjectSet(f.Name) {
			properties[f.Name] = schemaOf(f)
		}
	})
	properties[themesSetting] = themesSchema()
	schema := node{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "segtap.toml of a project",
		"description": "What events are judged by, and how the screen looks. It may come from somebody else, so that it sets nothing more.",
		"type":        "object", "additionalProperties": false, "properties": properties,
	}
	if user {
		schema["title"], schema["description"] = "the user's own configuration of segtap", "Settings by the names of flags, named targets, keys and themes."
		for _, name := range secrets {
			properties[name] = node{"type": "string", "description": "A secret. It stands in no project's file."}
		}
		properties[keysSetting], properties[targetsSetting] = keysSchema(), targetsSchema()
	}
	text, err := json.Marshal(schema, jsontext.WithIndent("  "), json.Deterministic(true))
	return append(text, '\n'), err
}

// schemaOf returns the schema of a setting.
func schemaOf(f *pflag.Flag) node {
	_, usage := pflag.UnquoteUsage(f)
	n := node{"description": usage, "type": "string"}
	words := f.Annotations[choices]
	item := node{"type": "string"}
	if len(words) > 0 {
		item["enum"], n["enum"] = words, words
	}
	switch f.Value.Type() {
	case "bool":
		n["type"] = "boolean"
	case "int", "int64":
		n["type"] = "integer"
	case "float64":
		n["type"] = "number"
	case "duration":
		n["pattern"] = `^([0-9]{1,6}(\.[0-9]{1,3})?(ns|us|ms|s|m|h)){1,2}$`
	case "bytes":
		n["type"], n["pattern"], n["minimum"] = []string{"integer", "string"}, `^([0-9]{1,18} ?[bB]?|[0-9]{1,6}(\.[0-9]{1,3})? ?[kKmMgGtT][iI]?[bB]?)$`, 0
	}
	if _, many := f.Value.(pflag.SliceValue); many {
		delete(n, "type")
		delete(n, "enum")
		list := node{"type": "array", "items": item}
		if len(words) > 0 {
			list["minItems"] = 1 // a choice of none is none
		}
		alone := item
		if patterns := f.Annotations[form]; len(patterns) > 0 {
			alone = node{"type": "string", "pattern": patterns[1]}
			item["pattern"] = patterns[0]
		}
		n["anyOf"] = []node{list, alone}
	}
	return n
}

// keysSchema is that of [keys].
func keysSchema() node {
	actions := make(node)
	for _, k := range keymap.Table() {
		actions[k.ID] = node{"description": k.Help, "$ref": "#/properties/keys/definitions/keys"}
	}
	return node{
		"type": "object", "description": "The keys of the screen, by actions.", "additionalProperties": false, "properties": actions,
		"definitions": node{"keys": node{"anyOf": []node{{"type": "array", "items": node{"type": "string"}}, {"type": "string"}}}},
	}
}

// urlPattern admits what [replay.CheckURL] does, but for what nobody writes.
const urlPattern = `^https?://([A-Za-z0-9.-]+|\[::1\])(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4}))?` +
	`([/?]([A-Za-z0-9._~/?&=:@!$'()*+,;-]|%[0-9a-fA-F]{2})*)?$`

// targetsSchema is that of [targets.NAME].
func targetsSchema() node {
	text := func(description string) node { return node{"type": "string", "description": description} }
	env := func(what string) node {
		return node{"type": "string", "pattern": variablePattern, "description": "name of the environment variable that holds the " + what + "; the secret itself never stands here"}
	}
	needs := func(kind replay.Kind, members ...string) node {
		return node{"if": node{"properties": node{"kind": node{"const": string(kind)}}, "required": []string{"kind"}}, "then": node{"required": members}}
	}
	target := node{
		"type": "object", "additionalProperties": false, "required": []string{"kind"},
		"properties": node{
			"kind":           node{"enum": targetKinds, "description": "what it is sent to"},
			"url":            node{"type": "string", "pattern": urlPattern, "description": "base URL of the receiver; for url the very address"},
			"payload":        node{"enum": []string{string(replay.Message), string(replay.CustomEvent)}, "description": "what is sent to url"},
			"client_side_id": text("client-side ID of the environment"),
			"project":        text("key of the LaunchDarkly project"), "environment": text("key of the LaunchDarkly environment"),
			"write_key_env": env("write key"), "token_env": env("access token"),
			"critical": node{"type": "boolean", "description": "its environment has to be typed, or given to --confirm-environment"},
		},
		"allOf": []node{
			needs(replay.URL, "url"), needs(replay.LaunchDarkly, "client_side_id"), needs(replay.LaunchDarklyImport, "project", "environment"),
			{"if": node{"required": []string{"payload"}}, "then": node{"properties": node{"kind": node{"const": string(replay.URL)}}}},
		},
	}
	for _, name := range []string{"url", "client_side_id", "project", "environment"} {
		target["properties"].(node)[name].(node)["minLength"] = 1
	}
	reserved := []string{string(replay.Here), string(replay.LaunchDarkly), string(replay.LaunchDarklyImport), string(replay.Segment), string(replay.URL), string(replay.Forward), "dry-run"}
	return node{
		"type": "object", "description": "Named targets for replays.", "additionalProperties": target,
		"propertyNames": node{"pattern": `^[^:/ \t]+$`, "not": node{"enum": reserved}},
	}
}

// themesSchema is that of [themes.NAME].
func themesSchema() node {
	colour := node{
		"description": "a colour such as \"#ffaf5f\", or a number from 0 to 255", "type": []string{"string", "integer"}, "minimum": 0, "maximum": 255,
		"pattern": `^(#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})|[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$`,
	}
	members := node{"base": node{"enum": palette.Names(), "description": "the theme that it changes"}}
	for _, role := range palette.Roles() {
		members[role] = colour
	}
	return node{
		"type": "object", "description": "Themes of your own.", "propertyNames": node{"not": node{"enum": palette.Names()}},
		"additionalProperties": node{"type": "object", "additionalProperties": false, "properties": members},
	}
}
