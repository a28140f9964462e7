using CsCheck;

namespace ClassicML.Tests.Core;

public class ClassWeightsTests
{
    [Fact]
    public void Balanced_classes_weigh_the_same_in_all_counted_in_rows() =>
        Gen.Select(Gen.Int[0, 3].Array[2, 40], Gen.Int[1, 8].Array[40], Gen.Bool).Sample((codes, eighths, weighted) =>
        {
            int n = codes.Length;
            double[] own = weighted ? [.. eighths.Take(n).Select(e => e / 8.0)] : [];
            // Code 4 has no row.
            var data = new ClassificationData(Matrix.Wrap(new double[n], n, 1), codes, new ClassLabels(Enumerable.Range(0, 5)), own);
            double[] rows = ClassWeights.Balanced.OfRows(data)!;
            int present = codes.Distinct().Count();
            for (int i = 0; i < n; i++)
            {
                int size = codes.Count(code => code == codes[i]);
                // One quotient and one product.
                Assert.Equal((weighted ? own[i] : 1) * n / ((double)present * size), rows[i], 1e-14 * n);
            }
            for (int against = 0; against < 5; against++)
            {
                double[] sides = ClassWeights.Balanced.OfRows(data, against)!;
                int inside = codes.Count(code => code == against);
                for (int i = 0; i < n; i++)
                {
                    int side = codes[i] == against ? inside : n - inside;
                    Assert.Equal((weighted ? own[i] : 1) * n / (2.0 * side), sides[i], 1e-14 * n);
                }
            }
        }, iter: 100);

    [Fact]
    public void Named_weights_multiply_those_of_the_rows_and_others_stay()
    {
        var data = new ClassificationData(Matrix.Wrap(new double[4], 4, 1), [0, 1, 2, 1], new ClassLabels(["a", "b", "c"]));
        ClassWeights weights = ClassWeights.Of(("b", 3), ("c", 0.5));
        Assert.Equal([1.0, 3, 0.5, 3], weights.OfRows(data)!);
        Assert.Equal([2.0, 12, 2.5, 3], weights.OfRows(data.WithWeights([2, 4, 5, 1]))!);
        Assert.Equal(weights.OfRows(data), weights.OfRows(data, 1));
        Assert.Null(ClassWeights.None.OfRows(data));
        Assert.Null(ClassWeights.None.OfRows(data, 0));
        Assert.Equal([2.0, 4, 5, 1], ClassWeights.None.OfRows(data.WithWeights([2, 4, 5, 1]))!);
        // The data's own weights are left alone.
        ClassificationData own = data.WithWeights([2, 4, 5, 1]);
        weights.OfRows(own)![0] = 99;
        ClassWeights.None.OfRows(own)![0] = 99;
        Assert.Equal([2.0, 4, 5, 1], own.Weights);
        Assert.Contains("names class 'd', which is not among a, b, c", Fail(() => ClassWeights.Of(("d", 1)).OfRows(data)));
        Assert.Contains("class 'b' has two weights", Fail(() => ClassWeights.Of(("b", 1), ("b", 2))));
        Assert.Contains("the weight of class 'b' must be at least 0, was -1", Fail(() => ClassWeights.Of(("b", -1))));
    }

    [Fact]
    public void Equal_weights_are_equal_and_kinds_are_told_apart()
    {
        ClassWeights one = ClassWeights.Of(("a", 1), ("b", 2)), other = ClassWeights.Of(("b", 2), ("a", 1));
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one.Equals((object)other));
        Assert.True(one != ClassWeights.Of(("a", 1), ("b", 2.5)));
        Assert.True(one != ClassWeights.Of(("a", 1)));
        Assert.True(ClassWeights.Balanced != ClassWeights.None);
        Assert.Equal(ClassWeights.None, ClassWeights.Of());
        Assert.Equal((true, false, false), (ClassWeights.Balanced.IsBalanced, ClassWeights.None.IsBalanced, one.IsBalanced));
        Assert.Equal(["a", "b"], one.Named.Keys);
        Assert.Empty(ClassWeights.Balanced.Named);
    }

    [Fact]
    public void The_text_is_read_back_whatever_the_labels()
    {
        Assert.Equal(("none", "balanced"), (ClassWeights.None.ToString(), ClassWeights.Balanced.ToString()));
        Assert.Equal("a=0.5,b=2", ClassWeights.Of(("b", 2), ("a", 0.5)).ToString());
        foreach (ClassWeights kind in new[] { ClassWeights.None, ClassWeights.Balanced }) Assert.Equal(kind,
            ClassWeights.Parse(kind.ToString()));
        Assert.Equal(ClassWeights.None, ClassWeights.Parse(""));
        Assert.Equal(ClassWeights.Of(("a=b", 2)), ClassWeights.Parse("a=b=2"));
        // A class may be named by any text: one read from a CSV file may hold a comma.
        Gen.Select(Gen.String[Gen.Char["ab,=\\ 1é"], 0, 5], Gen.Double[0, 9]).Array[1,
            4].Where(pairs => pairs.DistinctBy(p => p.Item1).Count() == pairs.Length)
            .Sample(pairs =>
            {
                ClassWeights weights = ClassWeights.Of(pairs);
                return ClassWeights.Parse(weights.ToString()) == weights;
            });
        Assert.Contains("'a' is not label=weight", Assert.Throws<FormatException>(() => ClassWeights.Parse("a")).Message);
        Assert.Throws<FormatException>(() => ClassWeights.Parse("a=x"));
    }

    [Fact]
    public void A_learner_with_weights_of_any_label_is_written_and_read()
    {
        var learner = new ClassicML.Linear.LogisticRegression { ClassWeights = ClassWeights.Of(("Paris, France", 2), (@"a\", 0.25)) };
        Assert.Equal(learner, BuiltIn.Registry.Read<object>(ClassicML.Wire.WireForm.Parse(BuiltIn.Registry.Write(learner).ToString())));
    }
}
