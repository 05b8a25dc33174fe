using Artic.Models.Onnx;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

public sealed class ForeignModelTests
{
    public ForeignModelTests() => Repository.UseAsHome();

    [SharedModelsTheory]
    [InlineData("ankane_mul_1.onnx", OnnxModelFault.ShapeMismatch, "[3,2], the instance gives [1,8]")]
    [InlineData("ankane_abs_free_dimensions.onnx", OnnxModelFault.ShapeMismatch, "[?,?,5]")]
    [InlineData("ort_mnist.onnx", OnnxModelFault.ShapeMismatch, "[1,1,28,28]")]
    [InlineData("ankane_identity_string.onnx", OnnxModelFault.TypeMismatch, "string [2,2]")]
    [InlineData("ankane_logical_and.onnx", OnnxModelFault.TypeMismatch, "bool [2,2], 'input")]
    public void Says_what_a_model_of_another_kind_has(string name, OnnxModelFault fault, string expected)
    {
        OnnxModelException error = OnnxModelTests.FaultOf(PathOf(name), 8, 3);

        Assert.Equal(fault, error.Fault);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [SharedModelsTheory]
    [InlineData("ankane_lightgbm.onnx", 2)]
    [InlineData("ankane_randomforest.onnx", 4)]
    public void Says_how_to_export_a_classifier_whose_scores_are_a_map(string name, int width)
    {
        OnnxModelException error = OnnxModelTests.FaultOf(PathOf(name), width, 3);

        Assert.Equal(OnnxModelFault.TypeMismatch, error.Fault);
        Assert.Contains("zipmap=False", error.Message, StringComparison.Ordinal);
    }

    private static string PathOf(string name) => Path.Combine(Repository.SharedModels!, name);
}
