using ClassicML.Trees;

namespace ClassicML.Onnx;

/// <summary>The nodes of a tree, of classes or of numbers.</summary>
internal abstract class TreeNodes
{
    public abstract ReadOnlySpan<int> Features { get; }

    public abstract ReadOnlySpan<double> Thresholds { get; }

    public abstract ReadOnlySpan<int> Lefts { get; }

    public abstract ReadOnlySpan<int> Rights { get; }

    public abstract bool IsMissingLeft(int node);

    public abstract ReadOnlySpan<double> CategoriesOf(int node);

    public sealed class OfClasses(DecisionTreeClassifierModel tree) : TreeNodes
    {
        public override ReadOnlySpan<int> Features => tree.SplitFeatures;

        public override ReadOnlySpan<double> Thresholds => tree.Thresholds;

        public override ReadOnlySpan<int> Lefts => tree.LeftChildren;

        public override ReadOnlySpan<int> Rights => tree.RightChildren;

        public override bool IsMissingLeft(int node) => tree.IsMissingLeft(node);

        public override ReadOnlySpan<double> CategoriesOf(int node) => tree.LeftCategories(node);
    }

    public sealed class OfNumbers(DecisionTreeRegressorModel tree) : TreeNodes
    {
        public override ReadOnlySpan<int> Features => tree.SplitFeatures;

        public override ReadOnlySpan<double> Thresholds => tree.Thresholds;

        public override ReadOnlySpan<int> Lefts => tree.LeftChildren;

        public override ReadOnlySpan<int> Rights => tree.RightChildren;

        public override bool IsMissingLeft(int node) => tree.IsMissingLeft(node);

        public override ReadOnlySpan<double> CategoriesOf(int node) => tree.LeftCategories(node);
    }
}
