package plans

import (
	"cmp"
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// take reads a JSON value: a plan, a page of rules, a rule, or a list of any of these.
func (p *part) take(v jsondoc.Value) error {
	if v.Kind() != jsondoc.Array {
		return p.one(v)
	}
	if v.Len() == 0 {
		return p.fail(v, "the list is empty", formatHint)
	}
	for e := range v.Elements() {
		if err := p.one(e); err != nil {
			return err
		}
	}
	return nil
}

// one reads what is no list.
func (p *part) one(v jsondoc.Value) error {
	data := v.Member("data")
	switch {
	case isList(data.Member("rules")):
		p.page(data)
		return nil
	case isList(data.Member("trackingPlan").Member("rules")):
		return p.one(data.Member("trackingPlan"))
	case isList(v.Member("rules")):
		p.page(v)
		return nil
	case isList(v.Member("rules").Member("events")):
		p.events(v)
		return nil
	case isList(v.Member("tracking_plans")): // the Config API's list, and RudderStack's
		for plan := range v.Member("tracking_plans").Elements() {
			if !isList(plan.Member("rules").Member("events")) {
				return p.fail(plan, "this plan of the list has no rules in it", "save each plan by itself: GET …/tracking-plans/ID")
			}
			p.events(plan)
		}
		return nil
	case isRule(v):
		p.rule(v, "")
		return nil
	case isEvent(v):
		p.event(v, "")
		return nil
	case isNames(v):
		p.list(v)
		return nil
	}
	return p.refuse(v)
}

func isList(v jsondoc.Value) bool { return v.Kind() == jsondoc.Array }

// isRule tells a rule of Segment's Public API.
func isRule(v jsondoc.Value) bool {
	return v.Member("jsonSchema").Kind() == jsondoc.Object && v.Member("type").Kind() == jsondoc.String
}

// isEvent tells an event of RudderStack's API.
func isEvent(v jsondoc.Value) bool {
	return v.Member("rules").Kind() == jsondoc.Object && v.Member("eventType").Kind() == jsondoc.String
}

// isNames tells RudderStack's list of the events of a plan.
func isNames(v jsondoc.Value) bool {
	first := v.Member("data").Element(0)
	return first.Member("eventType").Kind() == jsondoc.String && first.Member("name").Kind() == jsondoc.String
}

// page reads rules of Segment's Public API, or Typewriter's.
func (p *part) page(v jsondoc.Value) {
	plan, rules := v.Member("name").Text(), v.Member("rules")
	if at := v.Member("pagination"); at.Kind() == jsondoc.Object {
		p.pages = append(p.pages, segmentPage(p.name, at, rules.Len()))
	}
	for r := range rules.Elements() {
		p.rule(r, plan)
	}
}

// rule reads a rule. What Typewriter has saved says so by its eventMetadata.
func (p *part) rule(v jsondoc.Value, plan string) {
	r := rule{
		plan: plan, call: v.Member("type").Text(), name: v.Member("key"), at: v, schema: v.Member("jsonSchema"),
		deprecated: isDeprecated(v.Member("deprecatedAt")),
	}
	if saved := r.schema.Member("eventMetadata"); saved.Kind() == jsondoc.Object {
		r.flat = true
		if name := saved.Member("name"); name.Kind() == jsondoc.String {
			r.name = name
		}
	}
	p.add(&r)
}

// notEvents are the rules of the Config API that are no event's.
var notEvents = [...]string{"global", "identify", "identify_traits", "group", "group_traits"}

// events reads a plan as the Config API and RudderStack's have it.
func (p *part) events(v jsondoc.Value) {
	plan, rules := cmp.Or(v.Member("display_name").Text(), v.Member("name").Text()), v.Member("rules")
	for e := range rules.Member("events").Elements() {
		p.event(e, plan)
	}
	for _, name := range notEvents {
		if r := rules.Member(name); r.Kind() == jsondoc.Object && r.Len() > 0 {
			call, _, _ := strings.Cut(name, "_")
			said := r
			if inner := r.Member("rules"); inner.Kind() == jsondoc.Object {
				said = inner
			}
			p.add(&rule{call: call, schema: said})
		}
	}
}

// event reads a rule as the Config API and RudderStack's have it.
func (p *part) event(v jsondoc.Value, plan string) {
	p.add(&rule{plan: plan, call: v.Member("eventType").Text(), name: v.Member("name"), at: v, schema: v.Member("rules")})
}

// list reads a page of the names of a plan's events.
func (p *part) list(v jsondoc.Value) {
	events := v.Member("data")
	p.pages = append(p.pages, rudderPage(p.name, v, events.Len()))
	if p.listed == nil {
		p.listed = map[int]bool{}
	}
	before := len(p.names)
	for e := range events.Elements() {
		p.event(e, "")
	}
	for i := before; i < len(p.names); i++ {
		p.listed[i] = true
	}
}

// refuse says what a value is that is no plan.
func (p *part) refuse(v jsondoc.Value) error {
	has := func(names ...string) bool {
		for _, n := range names {
			if v.Member(n).Kind() == jsondoc.Absent {
				return false
			}
		}
		return true
	}
	data := v.Member("data")
	switch {
	case v.Kind() != jsondoc.Object:
		return p.fail(v, "this is "+prose.Article(v.Kind())+", where a plan or a rule is expected", formatHint)
	case isList(v.Member("errors")), has("error"), has("message") && v.Len() <= 4:
		said := cmp.Or(v.Lookup("/errors/0/message").Text(), v.Member("error").Text(), v.Lookup("/error/message").Text(), v.Member("message").Text())
		return p.fail(v, "it is an error that the API answered: "+prose.Escaped(said), "ask again, and save an answer 200")
	case data.Member("trackingPlan").Kind() == jsondoc.Object:
		return p.fail(v, "it is a tracking plan without its rules", "save the answer to GET /tracking-plans/"+idOf(data.Member("trackingPlan"))+"/rules")
	case isList(data.Member("trackingPlans")), isList(v.Member("trackingPlans")):
		return p.fail(v, "it is a list of tracking plans, without their rules", "save the answer to GET /tracking-plans/ID/rules")
	case has("rules"), has("creationType"):
		return p.fail(v, "it is a tracking plan without its rules", formatHint)
	case has("_links"), has("metrics"), has("experiments"), has("terraform_version"):
		return p.fail(v, "it says something of metrics, and has no tracking plan", "give it with --metrics")
	case isList(v.Member("batch")), has("messageId"), has("log"):
		return p.fail(v, "it is captured traffic, and no tracking plan", "open it: segtap "+prose.Outside(p.name))
	}
	return p.fail(v, "there is no tracking plan in it", formatHint)
}

func idOf(plan jsondoc.Value) string {
	if id := plan.Member("id").Text(); id != "" && prose.Outside(id) == id {
		return id
	}
	return "ID"
}

// fail gives an error about a value.
func (p *part) fail(v jsondoc.Value, problem, hint string) error {
	start, _ := v.Span()
	at := p.places.at(start)
	return &tree.Error{Name: p.name, Line: at.Line, Column: at.Column, Problem: problem, Hint: hint}
}
