package ui_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"

	"segtap/ui"
)

// View draws from what the last update has left: whatever else is going on, it waits for
// nobody. Every lock that can be reached from the model is held here while it draws.
func TestViewTakesNoLock(t *testing.T) {
	d := newDesk(t, 160, 40, withStorefront(t))
	d.shop()
	for _, keys := range [][]string{{}, {"tab"}, {"/"}, {"esc", "r"}, {"enter"}, {"esc", "esc", "e"}, {"ctrl+t"}, {"esc", "y"}, {"esc", "?"}, {"esc", "ctrl+p"}, {"esc", "2"}, {"3"}, {"1", "i"}, {"m", "up", "m", "="}, {"esc", "R"}} {
		t.Run(fmt.Sprint(keys), func(t *testing.T) {
			d.Press(keys...)
			model := d.Model()
			locks := locksOf(model)
			if len(locks) < 2 {
				t.Fatalf("%d locks were found: not even those of the store", len(locks))
			}
			for _, lock := range locks {
				lock.Lock()
			}
			drawn := make(chan tea.View, 1)
			go func() { drawn <- model.View() }()
			select {
			case view := <-drawn:
				for _, lock := range locks {
					lock.Unlock()
				}
				if again := model.View(); again.Content != view.Content {
					t.Error("the same state is drawn differently")
				}
			case <-time.After(5 * time.Second):
				for _, lock := range locks {
					lock.Unlock()
				}
				<-drawn
				t.Fatal("View waits for a lock")
			}
		})
	}
}

// locksOf returns the locks that can be reached from a model, through whatever it has.
func locksOf(model tea.Model) []sync.Locker {
	var locks []sync.Locker
	seen := make(map[unsafe.Pointer]bool)
	found := make(map[unsafe.Pointer]bool) // a lock may be reached by a pointer, and where it stands
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.UnsafePointer()] {
				seen[v.UnsafePointer()] = true
				walk(v.Elem())
			}
		case reflect.Interface:
			walk(v.Elem())
		case reflect.Struct:
			if v.CanAddr() {
				at := unsafe.Pointer(v.UnsafeAddr())
				var lock sync.Locker
				switch v.Type() {
				case reflect.TypeFor[sync.Mutex]():
					lock = (*sync.Mutex)(at)
				case reflect.TypeFor[sync.RWMutex]():
					lock = (*sync.RWMutex)(at)
				}
				if lock != nil {
					if !found[at] {
						found[at], locks = true, append(locks, lock)
					}
					return
				}
			}
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			for i := range min(v.Len(), 10) {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(model.(*ui.Model)))
	return locks
}
