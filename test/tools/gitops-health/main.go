// Command gitops-health says of Kubernetes objects what GitOps tools make of them: Argo CD by Lua scripts, in the interpreter that
// it embeds and with the libraries that it opens for them, and Flux by CEL expressions, in the package that its controllers use.
// It reads one JSON question from standard input, and writes a line of JSON for each object.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	luajson "layeh.com/gopher-json"
)

type question struct {
	// Lua scripts of Argo CD.
	Health    string            `json:"health"`
	Discovery string            `json:"discovery"`
	Actions   map[string]string `json:"actions"`
	// CEL expressions of Flux.
	Expressions kustomize.HealthCheckExpressions `json:"expressions"`
	Objects     []json.RawMessage                `json:"objects"`
}

type answer struct {
	Name string          `json:"name"`
	Argo json.RawMessage `json:"argo"`
	Flux string          `json:"flux"`
	// What the discovery script returns.
	Available json.RawMessage `json:"available"`
	// The object as each action leaves it.
	After map[string]json.RawMessage `json:"after"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return err
	}
	evaluator, err := cel.NewStatusEvaluator(&asked.Expressions)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stdout)
	for _, raw := range asked.Objects {
		found, err := look(asked, evaluator, raw)
		if err != nil {
			return err
		}
		if err := encoder.Encode(found); err != nil {
			return err
		}
	}
	return nil
}

func look(asked question, evaluator *cel.StatusEvaluator, raw []byte) (answer, error) {
	var object unstructured.Unstructured
	// Not json.Unmarshal: the evaluator wants integers as int64.
	if err := object.UnmarshalJSON(raw); err != nil {
		return answer{}, err
	}
	name := object.GetName()
	result, err := evaluator.Evaluate(context.Background(), &object)
	if err != nil {
		return answer{}, fmt.Errorf("%s: CEL: %w", name, err)
	}
	found := answer{Name: name, Flux: string(result.Status), After: map[string]json.RawMessage{}}
	if found.Argo, err = runLua(asked.Health, object); err != nil {
		return answer{}, fmt.Errorf("%s: health: %w", name, err)
	}
	if found.Available, err = runLua(asked.Discovery, object); err != nil {
		return answer{}, fmt.Errorf("%s: discovery: %w", name, err)
	}
	for action, script := range asked.Actions {
		if found.After[action], err = act(script, object); err != nil {
			return answer{}, fmt.Errorf("%s: %s: %w", name, action, err)
		}
	}
	return found, nil
}

// act gives an object as the script of an action leaves it.
func act(script string, object unstructured.Unstructured) (json.RawMessage, error) {
	returned, err := runLua(script, object)
	if err != nil {
		return nil, err
	}
	var after any
	if err := json.Unmarshal(returned, &after); err != nil {
		return nil, err
	}
	return json.Marshal(mendEmpty(after, object.Object))
}

// mendEmpty makes maps again of what was an empty map: in Lua that is a list as well, and comes back as one. Argo CD does the same.
func mendEmpty(after, before any) any {
	switch was := before.(type) {
	case map[string]any:
		is, ok := after.(map[string]any)
		if !ok {
			if list, isList := after.([]any); isList && len(list) == 0 {
				return map[string]any{}
			}
			return after
		}
		for key, value := range is {
			is[key] = mendEmpty(value, was[key])
		}
		return is
	case []any:
		is, ok := after.([]any)
		if !ok {
			return after
		}
		for index := range min(len(is), len(was)) {
			is[index] = mendEmpty(is[index], was[index])
		}
		return is
	default:
		return after
	}
}

// runLua gives the table that a script returns for an object, as JSON.
func runLua(script string, object unstructured.Unstructured) (json.RawMessage, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	libraries := []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}}
	for _, library := range libraries {
		call := lua.P{Fn: state.NewFunction(library.open), Protect: true}
		if err := state.CallByParam(call, lua.LString(library.name)); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(ctx)
	state.SetGlobal("obj", toLua(state, object.Object))
	if err := state.DoString(script); err != nil {
		return nil, err
	}
	returned := state.Get(-1)
	if returned.Type() != lua.LTTable {
		return nil, fmt.Errorf("the script returns a %s, not a table", returned.Type())
	}
	return luajson.Encode(returned)
}

func toLua(state *lua.LState, value any) lua.LValue {
	switch known := value.(type) {
	case bool:
		return lua.LBool(known)
	case int64:
		return lua.LNumber(known)
	case float64:
		return lua.LNumber(known)
	case string:
		return lua.LString(known)
	case []any:
		table := state.CreateTable(len(known), 0)
		for _, item := range known {
			table.Append(toLua(state, item))
		}
		return table
	case map[string]any:
		table := state.CreateTable(0, len(known))
		for key, item := range known {
			table.RawSetString(key, toLua(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}
