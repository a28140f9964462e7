namespace ClassicML.Trees;

/// <content>Splits by a set of categories: cuts of an order of them (<see cref="CategoricalFeatures"/>).</content>
internal sealed partial class FeatureSearch<TCriterion>
{
    private Split ByCategory(in Sweep node, CodeColumn column, double draw)
    {
        List<Category> categories = Categories(node);
        if (limits.IsRandom) return AtRandom(node, categories, draw);
        (double score, double rightWeight) best = (double.NegativeInfinity, 0);
        // The order and the cut of it that are best: the set is made once, when all are tried.
        (int[] order, int from) cut = ([], 0);
        double[] keys = new double[categories.Count];
        for (int order = 0; order < criterion.OrderCount; order++)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                criterion.Start();
                Move(categories[i]);
                keys[i] = criterion.OrderOf(order);
            }
            int[] ascending = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])];
            criterion.Start();
            int moved = 0;
            // All but one of them move.
            for (int i = keys.Length - 1; i > 0; i--)
            {
                Move(categories[ascending[i]]);
                moved += categories[ascending[i]].Rows;
                if (!MayBe(node, moved, double.PositiveInfinity)) continue;
                double score = grid.Round(criterion.Score(grid.Below(best.score)));
                if (score > best.score) (best, cut) = ((score, criterion.RightWeight), (ascending, i));
            }
        }
        return double.IsNegativeInfinity(best.score) ? Split.None
            : Chosen(node, categories, cut.order.AsSpan(cut.from), best.score, best.rightWeight, column);
    }

    // A set drawn among all that leave something on both sides: one category in, another out, coins for the rest.
    private Split AtRandom(in Sweep node, List<Category> categories, double draw)
    {
        var stream = new NodeStream(BitConverter.DoubleToUInt64Bits(draw));
        int first = stream.NextInt(categories.Count), other = stream.NextInt(categories.Count - 1);
        if (other >= first) other++;
        var right = new List<int>();
        criterion.Start();
        int moved = 0;
        for (int i = 0; i < categories.Count; i++)
        {
            bool moves = stream.NextInt(2) == 0;
            if (i == other || i != first && !moves) continue;
            Move(categories[i]);
            moved += categories[i].Rows;
            right.Add(i);
        }
        if (!MayBe(node, moved, double.PositiveInfinity)) return Split.None;
        double score = grid.Round(criterion.Score(double.NegativeInfinity));
        return double.IsNaN(score) ? Split.None : Chosen(node, categories, [.. right], score, criterion.RightWeight, codes[node.Feature]);
    }

    // The lighter side is the set, and goes left.
    private Split Chosen(
        in Sweep node, List<Category> categories, ReadOnlySpan<int> right, double score, double rightWeight, CodeColumn column)
    {
        var set = new HashSet<int>();
        foreach (int i in right) set.Add(categories[i].Code);
        bool isSetRight = rightWeight < terms.Weight - rightWeight;
        int[] left = [.. categories.Select(category => category.Code).Where(code => set.Contains(code) == isSetRight)];
        MissingSide missing = categories[^1].Code != column.MissingCode ? MissingSide.None
            : left[^1] == column.MissingCode ? MissingSide.Left : MissingSide.Right;
        return new Split(score, node.Feature, -1, double.NaN, missing, left);
    }

    // The categories of a node by code, their words in that order. None has code 0, whose rows have no words.
    private List<Category> Categories(in Sweep node)
    {
        RadixSort.Sort(words.AsSpan(0, node.Count), spare, (uint)node.Low, (uint)node.High);
        var categories = new List<Category>();
        for (int start = 0, end; start < node.Count; start = end)
        {
            int code = (int)(words[start] >> 32);
            for (end = start + 1; end < node.Count && (int)(words[end] >> 32) == code;) end++;
            categories.Add(new Category(code, start, end - start));
        }
        return categories;
    }

    private void Move(Category category)
    {
        foreach (ulong word in words.AsSpan(category.Start, category.Rows)) criterion.Move((uint)word);
    }

    private readonly record struct Category(int Code, int Start, int Rows);
}
