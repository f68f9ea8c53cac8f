using Xunit.Sdk;
using Xunit.v3;

// The tests share one machine: its namespaces, its processes and the environment of this one.
[assembly: Parallelization(Mode = ParallelMode.None)]
