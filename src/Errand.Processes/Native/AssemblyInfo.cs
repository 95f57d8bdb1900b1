using System.Runtime.CompilerServices;

// Only blittable types cross to the C library, so that its calls are compiled ahead of time with the rest and the first process starts
// fast.
[assembly: DisableRuntimeMarshalling]
