package module

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"segtap/mapping/prose"
)

// rootSchema are the blocks of a file that are looked at.
var rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
}}

// take takes what a file of the module says.
func (m *module) take(name string, text []byte) error {
	body, err := m.parse(name, text)
	if err != nil {
		return err
	}
	content, _, wrong := body.PartialContent(rootSchema)
	if err := m.mistake(wrong); err != nil {
		return err
	}
	for _, block := range content.Blocks {
		if block.Type == "locals" {
			attributes, wrong := block.Body.JustAttributes()
			if err := m.mistake(wrong); err != nil {
				return err
			}
			for name, a := range attributes {
				if m.locals[name] != nil {
					return m.fail(a.NameRange, "the local value "+prose.Escaped(name)+" stands twice", "leave one of them out")
				}
				m.locals[name] = a
			}
			continue
		}
		address := strings.Join(block.Labels, ".")
		switch block.Type {
		case "variable":
			address = "var." + address
		case "data", "module", "output":
			address = block.Type + "." + address
		}
		if m.blocks[address] != nil {
			return m.fail(block.DefRange, prose.Outside(address)+" stands twice", "leave one of them out")
		}
		m.blocks[address] = block
		m.order = append(m.order, address)
	}
	return nil
}

// values reads what terraform.tfvars and *.auto.tfvars say of the variables, in
// Terraform's order: of two the later counts.
func (m *module) values() error {
	names, err := m.from.List(m.dir)
	if err != nil {
		return err
	}
	m.given = map[string]cty.Value{}
	for _, name := range valueFiles(names) {
		file := filepath.Join(m.dir, name)
		text, err := m.from.Read(file)
		if err != nil {
			return err
		}
		body, err := m.parse(file, text)
		if err != nil {
			return err
		}
		attributes, wrong := body.JustAttributes()
		if err := m.mistake(wrong); err != nil {
			return err
		}
		for name, a := range attributes {
			v, wrong := a.Expr.Value(nil)
			if err := m.mistake(wrong); err != nil {
				return err
			}
			if m.over || endless(v) {
				return m.tooMuch(a.Range)
			}
			m.given[name] = v
		}
	}
	return nil
}

// valueFiles returns the files of values that Terraform reads by itself, in its order.
func valueFiles(names []string) []string {
	var found []string
	for _, name := range []string{"terraform.tfvars", "terraform.tfvars.json"} {
		if slices.Contains(names, name) {
			found = append(found, name)
		}
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		if strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json") {
			found = append(found, name)
		}
	}
	return found
}
