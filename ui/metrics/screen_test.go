package metrics

import "testing"

// A row that is gone for a while, as event names are while everything is judged anew, is
// selected again when it is back; unless a person has gone elsewhere.
func TestTheSelectedRowStaysSelected(t *testing.T) {
	s := &Screen{}
	show := func(names ...string) {
		s.items = nil
		for _, name := range names {
			s.items = append(s.items, row{name: name})
		}
		s.list.SetHeight(9)
		s.list.SetCount(len(s.items))
		s.keepSelected()
	}
	selected := func() string {
		item, _ := s.selected()
		return item.name
	}
	show("a", "b", "c")
	s.list.Move(2)
	s.choose()
	show("a", "b")
	show("a", "x", "b", "c")
	if selected() != "c" {
		t.Errorf("%s is selected, and c is back", selected())
	}
	show("a", "b")
	s.list.Home()
	s.choose()
	show("a", "b", "c")
	if selected() != "a" {
		t.Errorf("%s is selected, and a was gone to", selected())
	}
}
