using Xunit;

namespace Artic.Bindings.Tests.Onnx;

/// <summary>
/// A theory over models that lie beside the repository; skipped, and counted as such, where there are none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedModelsTheoryAttribute : TheoryAttribute
{
    public SharedModelsTheoryAttribute()
    {
        if (Repository.SharedModels is null)
        {
            Skip = "no folder shared/data/onnx above the repository";
        }
    }
}
