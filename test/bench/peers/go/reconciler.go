package main

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

const (
	fieldManager          = "go-peer"
	fingerprintAnnotation = "ixn.operators.dev/applied"
)

type reconciler struct {
	client    client.Client
	templates templates
	children  map[schema.GroupVersionKind]reflect.Type
	first     sync.Once
}

func newReconciler(with client.Client, from templates) reconcile.Reconciler {
	children := map[schema.GroupVersionKind]reflect.Type{}
	for _, child := range childTypes {
		kinds, _, err := scheme.Scheme.ObjectKinds(child)
		if err != nil {
			panic(err) // a bug: the types are built in
		}
		children[kinds[0]] = reflect.TypeOf(child).Elem()
	}
	return &reconciler{client: with, templates: from, children: children}
}

// Reconcile applies what is not there yet as it is wanted; the fingerprint in an annotation tells.
func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	r.first.Do(func() { fmt.Println("first reconcile") })
	instance := &unstructured.Unstructured{}
	instance.SetGroupVersionKind(instanceKind)
	if err := r.client.Get(ctx, request.NamespacedName, instance); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if instance.GetDeletionTimestamp() != nil {
		return ctrl.Result{}, nil
	}
	objects, err := r.templates.render(instance)
	if err != nil {
		return ctrl.Result{}, err
	}
	for _, object := range objects {
		if err := r.applyWhereDifferent(ctx, object); err != nil {
			return ctrl.Result{}, err
		}
	}
	return ctrl.Result{}, nil
}

func (r *reconciler) applyWhereDifferent(ctx context.Context, wanted *unstructured.Unstructured) error {
	live, ok := reflect.New(r.children[wanted.GroupVersionKind()]).Interface().(client.Object)
	if !ok {
		return fmt.Errorf("%s is not watched", wanted.GroupVersionKind())
	}
	err := r.client.Get(ctx, client.ObjectKeyFromObject(wanted), live)
	if client.IgnoreNotFound(err) != nil {
		return err
	}
	print := wanted.GetAnnotations()[fingerprintAnnotation]
	if err == nil && live.GetAnnotations()[fingerprintAnnotation] == print {
		return nil
	}
	return r.client.Apply(ctx, client.ApplyConfigurationFromUnstructured(wanted), client.FieldOwner(fieldManager), client.ForceOwnership)
}
