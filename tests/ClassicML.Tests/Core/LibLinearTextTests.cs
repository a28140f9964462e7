using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class LibLinearTextTests
{
    // After LIBLINEAR's README: of two classes the first is the positive one, and the weights of bias 1 follow those of the features.
    [Fact]
    public void Of_two_classes_the_positive_one_comes_first_and_intercepts_last()
    {
        var text = LibLinearText.Of("L2R_LR", new ClassLabels([-1, 4]), new Matrix(new double[,] { { 0.5, -2 } }), [3]);
        using var writer = new StringWriter();
        text.Write(writer);
        Assert.Equal("solver_type L2R_LR\nnr_class 2\nlabel 4 -1\nnr_feature 2\nbias 1\nw\n0.5 \n-2 \n3 \n", writer.ToString());
        LibLinearText back = LibLinearText.Read(new StringReader(writer.ToString()), "L2R_LR");
        Assert.Equal(("L2R_LR", 3.0, new ClassLabels([-1, 4])), (back.SolverType, back.Intercepts[0], back.ClassLabels()));
        Assert.Equal([4, -1], back.Labels!);
        Assert.Equal([0.5, -2], back.Weights.Span.ToArray());
        // A bias of another size is the value of its column.
        string halved = writer.ToString().Replace("bias 1", "bias 0.5", StringComparison.Ordinal);
        Assert.Equal(1.5, LibLinearText.Read(new StringReader(halved), "L2R_LR").Intercepts[0]);
    }
}
