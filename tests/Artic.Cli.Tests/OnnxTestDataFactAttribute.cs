namespace Artic.Cli.Tests;

/// <summary>A fact about ONNX's conformance models; skipped, and counted as such, where Debian's package with them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxTestDataFactAttribute : FactAttribute
{
    /// <summary>Where the package puts them.</summary>
    public const string Folder = "/usr/share/libonnx-testdata/data";

    public OnnxTestDataFactAttribute()
    {
        if (!Directory.Exists(Folder))
        {
            Skip = $"no {Folder}: install libonnx-testdata";
        }
    }
}
