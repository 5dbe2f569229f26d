// Command go-peer is what this operator is measured against: a controller on sigs.k8s.io/controller-runtime that applies
// the same objects for each InteractionServer. It gets them as templates, so that only the runtimes are compared. It
// reads no Secrets, watches no pods and writes no status.
package main

import (
	"flag"
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	instanceKind = schema.GroupVersionKind{Group: "ixn.operators.dev", Version: "v1alpha1", Kind: "InteractionServer"}
	// What the operator watches of an instance's children. Typed, so that they travel as protobuf.
	childTypes = []client.Object{
		&corev1.ServiceAccount{},
		&corev1.ConfigMap{},
		&corev1.PersistentVolumeClaim{},
		&corev1.Service{},
		&networkingv1.NetworkPolicy{},
		&appsv1.StatefulSet{},
		&appsv1.Deployment{},
		&appsv1.ControllerRevision{},
		&policyv1.PodDisruptionBudget{},
		&autoscalingv2.HorizontalPodAutoscaler{},
	}
)

type options struct {
	kubeconfig, templates, namespace, selector string
	workers                                    int
}

func main() {
	var given options
	flag.StringVar(&given.kubeconfig, "cluster", "", "path of the kubeconfig")
	flag.StringVar(&given.templates, "templates", "", "path of the JSON file with the manifests")
	flag.StringVar(&given.namespace, "namespace", "", "namespace to work in")
	flag.StringVar(&given.selector, "selector", "", "label selector of the children")
	flag.IntVar(&given.workers, "workers", 8, "instances worked on at a time")
	flag.Parse()
	ctrl.SetLogger(klog.NewKlogr())
	if err := run(given); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(given options) error {
	templates, err := readTemplates(given.templates)
	if err != nil {
		return err
	}
	selector, err := labels.Parse(given.selector)
	if err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", given.kubeconfig)
	if err != nil {
		return err
	}
	config.QPS = -1 // no limit of its own
	byObject := map[client.Object]cache.ByObject{}
	for _, child := range childTypes {
		byObject[child] = cache.ByObject{Label: selector}
	}
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:  clientgoscheme.Scheme,
		Metrics: server.Options{BindAddress: "0"},
		// Else each read of an InteractionServer were a request.
		Client: client.Options{Cache: &client.CacheOptions{Unstructured: true}},
		Cache: cache.Options{
			DefaultNamespaces: map[string]cache.Config{given.namespace: {}},
			DefaultTransform:  cache.TransformStripManagedFields(),
			ByObject:          byObject,
		},
	})
	if err != nil {
		return err
	}
	instance := &unstructured.Unstructured{}
	instance.SetGroupVersionKind(instanceKind)
	building := ctrl.NewControllerManagedBy(manager).
		For(instance).
		WithOptions(controller.Options{MaxConcurrentReconciles: given.workers})
	for _, child := range childTypes {
		building = building.Owns(child)
	}
	if err := building.Complete(newReconciler(manager.GetClient(), templates)); err != nil {
		return err
	}
	return manager.Start(ctrl.SetupSignalHandler())
}
