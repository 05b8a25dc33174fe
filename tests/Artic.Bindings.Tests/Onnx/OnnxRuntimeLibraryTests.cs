using Artic.Models.Onnx;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

public sealed class OnnxRuntimeLibraryTests
{
    [Fact]
    public void Looks_in_the_tree_then_beside_the_binary_then_where_the_linker_looks() =>
        Assert.Equal(
            [
                "/home/artic/out/native/libonnxruntime.so.1", "/opt/artic/bin/libonnxruntime.so.1",
                "/opt/artic/native/libonnxruntime.so.1", "libonnxruntime.so.1",
            ],
            OnnxRuntimeLibrary.SearchPath(null, "/home/artic", "/opt/artic/bin/"));

    [Fact]
    public void A_library_that_is_named_is_the_only_one() =>
        Assert.Equal(
            ["/somewhere/else.so"],
            OnnxRuntimeLibrary.SearchPath("/somewhere/else.so", "/home/artic", "/opt/artic/bin/"));

    [Fact]
    public void Says_for_each_place_why_there_is_no_library()
    {
        using TemporaryFolder folder = new();
        string broken = folder.Write("broken.so", "not ELF"u8);

        OnnxModelException error = Assert.Throws<OnnxModelException>(
            () => OnnxRuntimeLibrary.Open(["/nowhere/libonnxruntime.so.1", broken]));

        Assert.Equal(OnnxModelFault.RuntimeMissing, error.Fault);
        Assert.Contains("/nowhere/libonnxruntime.so.1: no such file", error.Message, StringComparison.Ordinal);
        Assert.Contains(broken + ": ", error.Message, StringComparison.Ordinal);
    }
}
