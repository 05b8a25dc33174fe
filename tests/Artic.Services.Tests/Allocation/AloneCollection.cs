namespace Artic.Services.Tests.Allocation;

/// <summary>
/// Tests that run with no other beside them: a collection that another one causes ends this thread's piece of the heap and counts
/// what was left of it, up to 8 KiB that nobody asked for.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>Its name.</summary>
    public const string Name = "alone";
}
